package dev.tidemark.events.codec;

/// An event of a type that this code does not know, or whose body does not fit its type. Whoever
/// reads it must not skip it: its aggregate is parked until a version that can read it runs.
public final class UnreadableEventException extends Exception {
  public UnreadableEventException(String message) {
    super(message);
  }

  public UnreadableEventException(String message, Throwable cause) {
    super(message, cause);
  }
}
