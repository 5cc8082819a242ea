package dev.tidemark.command.handling;

import dev.tidemark.events.value.CommandId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A command with its circumstances. Everything in it is valid: bad input ends at the edge.
///
/// @param id the idempotency key, scoped to the command's customer
/// @param hash the fingerprint of what is wanted; the same key with another one is a mistake
/// @param occurredAt when it took effect in business; absent: when it is decided
/// @param deadline when the client gives up: later it must not be decided any more
/// @param bytes about how much memory it takes, for the bounds of queues and batches
public record CommandRequest(
    CommandId id,
    String hash,
    Command command,
    Precondition precondition,
    @Nullable Instant occurredAt,
    Trace trace,
    Instant deadline,
    int bytes) {

  /// What the client calls the conversation; copied into the event, never judged.
  public record Trace(
      @Nullable String correlationId, @Nullable String causationId, @Nullable String traceparent) {
    public static final Trace NONE = new Trace(null, null, null);
  }
}
