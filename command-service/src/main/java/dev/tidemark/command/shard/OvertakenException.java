package dev.tidemark.command.shard;

/// Another writer has opened the log since. Opening it again would fence that one in turn.
public final class OvertakenException extends LogFailedException {
  public OvertakenException(String message) {
    super(message);
  }

  public OvertakenException(String message, Throwable cause) {
    super(message, cause);
  }
}
