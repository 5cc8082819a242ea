package dev.tidemark.query.changes;

/// The log could not be read now; a little later it may.
final class NotReadException extends RuntimeException {
  NotReadException(String message) {
    super(message, null, false, false);
  }
}
