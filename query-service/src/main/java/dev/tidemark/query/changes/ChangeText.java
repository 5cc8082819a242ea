package dev.tidemark.query.changes;

import dev.tidemark.events.Envelope;
import dev.tidemark.events.codec.EventCodec;
import dev.tidemark.events.kafka.EventRecords;
import dev.tidemark.events.kafka.LogEntry;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Changes as server-sent events, but for their ids, which say where a stream stands. Thread-safe.
final class ChangeText {
  private static final String UNREADABLE = "unreadable";

  /// As it is sent. `source` and `id` together name the change.
  private record Shown(
      String id,
      String source,
      String type,
      String subject,
      String username,
      long sequence,
      Instant occurredAt,
      Instant recordedAt,
      String commandId,
      @Nullable String correlationId,
      @Nullable String causationId,
      JsonNode data) {}

  /// What can be said of a record that this service cannot read.
  private record Unreadable(
      @Nullable String id,
      @Nullable String source,
      @Nullable String type,
      String subject,
      @Nullable String username,
      String reason) {}

  private final EventRecords records = new EventRecords(new EventCodec());
  private final JsonMapper json;

  ChangeText(JsonMapper json) {
    this.json = json;
  }

  /// Empty for what is no change: records of the shard itself.
  Optional<String> of(Committed change) {
    return switch (records.read(change.raw())) {
      case LogEntry.Recorded(_, Envelope envelope) ->
          Optional.of(event(change.attribute("ce_type"), shown(change, envelope)));
      case LogEntry.Marker _, LogEntry.Imported _ -> Optional.empty();
      case LogEntry.Unreadable(_, String subject, String cause) ->
          Optional.of(event(UNREADABLE, unreadable(change, subject, cause)));
    };
  }

  /// How a stream is over.
  String of(Next.Ending ending) {
    record Told(String code, String detail) {}
    return event(ending.event(), new Told(ending.code(), ending.detail()));
  }

  /// JSON as it is written here is one line, whatever is in it.
  private String event(String name, Record data) {
    return "event: " + name + "\ndata: " + json.writeValueAsString(data) + "\n\n";
  }

  private Shown shown(Committed change, Envelope envelope) {
    return new Shown(
        envelope.id(),
        change.attribute("ce_source"),
        change.attribute("ce_type"),
        envelope.event().aggregateId(),
        envelope.event().username().value(),
        envelope.sequence(),
        envelope.occurredAt(),
        envelope.recordedAt(),
        envelope.commandId().value(),
        envelope.correlationId(),
        envelope.causationId(),
        json.readTree(change.raw().value()));
  }

  private static Unreadable unreadable(Committed change, String subject, String cause) {
    return new Unreadable(
        orNull(change.attribute("ce_id")),
        orNull(change.attribute("ce_source")),
        orNull(change.attribute("ce_type")),
        subject,
        orNull(change.customer()),
        cause);
  }

  private static @Nullable String orNull(String text) {
    return text.isEmpty() ? null : text;
  }
}
