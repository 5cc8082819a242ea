package dev.tidemark.query.consistency;

/// The views did not reach the reader's token in time. The same request may succeed a little later.
public final class NotCaughtUpException extends RuntimeException {
  public NotCaughtUpException(String message) {
    super(message, null, false, false);
  }
}
