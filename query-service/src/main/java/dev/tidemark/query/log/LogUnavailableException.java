package dev.tidemark.query.log;

/// Kafka did not tell in time where the log ends: an outage, not a mistake.
public final class LogUnavailableException extends RuntimeException {
  LogUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
