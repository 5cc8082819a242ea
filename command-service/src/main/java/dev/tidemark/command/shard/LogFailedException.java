package dev.tidemark.command.shard;

/// The log did not take part. What was being appended may be there or not, and this writer can do
/// no more: only opening the log again tells.
public class LogFailedException extends Exception {
  public LogFailedException(String message) {
    super(message);
  }

  public LogFailedException(String message, Throwable cause) {
    super(message, cause);
  }
}
