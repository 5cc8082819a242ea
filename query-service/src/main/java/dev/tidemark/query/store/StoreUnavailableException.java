package dev.tidemark.query.store;

/// PostgreSQL did not answer in time, or cannot answer now: an outage, not a mistake.
public final class StoreUnavailableException extends RuntimeException {
  StoreUnavailableException(String message) {
    super(message);
  }

  StoreUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
