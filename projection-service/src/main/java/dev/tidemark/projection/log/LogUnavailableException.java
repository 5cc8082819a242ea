package dev.tidemark.projection.log;

/// Kafka does not answer as it should. Trying again may help.
public final class LogUnavailableException extends RuntimeException {
  LogUnavailableException(String message) {
    super(message);
  }

  LogUnavailableException(Throwable cause) {
    super("Kafka did not answer as expected: " + cause.getMessage(), cause);
  }
}
