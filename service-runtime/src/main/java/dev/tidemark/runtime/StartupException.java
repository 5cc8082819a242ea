package dev.tidemark.runtime;

/// The process cannot start, for a reason that its operator can mend. The message says it all: it
/// is shown without a stack trace.
public final class StartupException extends RuntimeException {
  public StartupException(String message) {
    super(message);
  }

  public StartupException(String message, Throwable cause) {
    super(message, cause);
  }
}
