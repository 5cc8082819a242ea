package dev.tidemark.query.store;

/// PostgreSQL did not answer in time, or cannot answer now: an outage, not a mistake.
public final class StoreUnavailableException extends RuntimeException {
  /// What kept it.
  public enum Why {
    /// It cannot be reached, or has no views yet.
    AWAY,
    /// Too many are waiting for their turn.
    BUSY,
    /// It was at work when the time was over.
    TOO_SLOW
  }

  private final Why why;

  StoreUnavailableException(Why why, String message) {
    super(message);
    this.why = why;
  }

  StoreUnavailableException(Why why, String message, Throwable cause) {
    super(message, cause);
    this.why = why;
  }

  public Why why() {
    return why;
  }
}
