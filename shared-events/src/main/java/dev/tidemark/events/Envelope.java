package dev.tidemark.events;

import dev.tidemark.events.value.CommandId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// An event with what is known about it besides the fact itself. Travels as CloudEvents headers.
///
/// @param sequence the version of the aggregate that this event brings it to: 1, 2, 3 …
/// @param commandId the idempotency key of the command that caused it
/// @param commandHash the fingerprint of that command: the same key with another is a mistake
/// @param term the term of the shard's owner that decided it
/// @param correlationId what the client called the whole conversation
/// @param causationId what the client called the message that led to the command
/// @param traceparent W3C trace context of the command
/// @param occurredAt business time
/// @param recordedAt when it was decided
public record Envelope(
    Event event,
    long sequence,
    CommandId commandId,
    String commandHash,
    long term,
    @Nullable String correlationId,
    @Nullable String causationId,
    @Nullable String traceparent,
    Instant occurredAt,
    Instant recordedAt) {
  /// Unique among all events, and the same however often the event is read.
  public String id() {
    return event.aggregateId() + ":" + sequence;
  }
}
