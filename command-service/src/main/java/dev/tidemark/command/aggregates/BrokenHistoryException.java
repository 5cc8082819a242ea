package dev.tidemark.command.aggregates;

import dev.tidemark.events.Event;

/// The log tells something that cannot have happened. No decision may be made on such a history.
public final class BrokenHistoryException extends IllegalStateException {
  public BrokenHistoryException(String message) {
    super(message);
  }

  /// An event of an aggregate that has not begun.
  public static BrokenHistoryException notBegun(Event event) {
    return new BrokenHistoryException(
        "Expected a beginning of %s, but was %s"
            .formatted(event.aggregateId(), event.getClass().getSimpleName()));
  }
}
