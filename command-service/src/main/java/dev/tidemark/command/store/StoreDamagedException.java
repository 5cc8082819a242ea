package dev.tidemark.command.store;

/// The store cannot be trusted any more. The log can: wipe the store and replay.
public final class StoreDamagedException extends RuntimeException {
  public StoreDamagedException(String message) {
    super(message);
  }

  public StoreDamagedException(String message, Throwable cause) {
    super(message, cause);
  }
}
