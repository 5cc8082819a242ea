package dev.tidemark.views;

import dev.tidemark.events.Envelope;
import org.jspecify.annotations.Nullable;

/// An event that does not follow from what came before it: the log or the row is damaged. Its
/// aggregate is parked rather than folded wrongly.
public final class BrokenHistoryException extends RuntimeException {
  private BrokenHistoryException(String message) {
    super(message);
  }

  static void checkNext(long version, Envelope envelope) {
    if (envelope.sequence() != version + 1) {
      throw new BrokenHistoryException(
          "Expected event "
              + (version + 1)
              + " of "
              + envelope.event().aggregateId()
              + ", but was "
              + envelope.sequence());
    }
  }

  static <T> T required(@Nullable T before, Envelope envelope) {
    if (before == null) {
      throw new BrokenHistoryException(
          "Expected "
              + envelope.event().aggregateId()
              + " to begin with its creation, but began with "
              + envelope.event().getClass().getSimpleName());
    }
    return before;
  }
}
