package dev.tidemark.projection.batch;

import dev.tidemark.events.Envelope;
import dev.tidemark.events.Event;
import dev.tidemark.events.SessionEvent.SessionStarted;
import dev.tidemark.events.SessionEvent.SessionTouched;
import dev.tidemark.events.kafka.LogEntry;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// Times as PostgreSQL can hold them. Finer ones are cut off before anything is folded, so that a
/// view is the same whether it was just folded or read back; PostgreSQL itself would round up.
public final class Microseconds {
  private Microseconds() {}

  public static LogEntry in(LogEntry entry) {
    return switch (entry) {
      case LogEntry.Recorded(var position, var envelope) ->
          new LogEntry.Recorded(position, in(envelope));
      case LogEntry.Marker _, LogEntry.Imported _, LogEntry.Unreadable _ -> entry;
    };
  }

  private static Envelope in(Envelope envelope) {
    return new Envelope(
        in(envelope.event()),
        envelope.sequence(),
        envelope.commandId(),
        envelope.commandHash(),
        envelope.term(),
        envelope.correlationId(),
        envelope.causationId(),
        envelope.traceparent(),
        in(envelope.occurredAt()),
        in(envelope.recordedAt()));
  }

  private static Event in(Event event) {
    if (event instanceof SessionStarted(var id, var username, var expiresAt)) {
      return new SessionStarted(id, username, in(expiresAt));
    }
    if (event instanceof SessionTouched(var id, var username, var expiresAt)) {
      return new SessionTouched(id, username, in(expiresAt));
    }
    return event;
  }

  private static Instant in(Instant time) {
    return time.truncatedTo(ChronoUnit.MICROS);
  }
}
