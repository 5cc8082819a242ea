package dev.tidemark.events.kafka;

import dev.tidemark.events.Envelope;
import dev.tidemark.events.Event;
import dev.tidemark.events.EventTopic;
import dev.tidemark.events.archive.ShardImport;
import dev.tidemark.events.codec.EventCodec;
import dev.tidemark.events.codec.UnreadableEventException;
import dev.tidemark.events.consistency.Position;
import dev.tidemark.events.value.CommandId;
import dev.tidemark.events.value.InvalidValueException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// Envelopes as Kafka records and back: binary-mode CloudEvents 1.0. The attributes are headers,
/// the event is the value, the customer's username is the key. Thread-safe.
public final class EventRecords {
  private static final String MARKER_TYPE = "shard.opened.v1";
  private static final String IMPORT_TYPE = "shard.imported.v1";
  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final byte[] MARKER_VALUE = "{}".getBytes(StandardCharsets.UTF_8);

  private final EventCodec codec;

  public EventRecords(EventCodec codec) {
    this.codec = codec;
  }

  public ProducerRecord<byte[], byte[]> write(Envelope envelope, int partition) {
    Event event = envelope.event();
    var producerRecord =
        new ProducerRecord<>(
            event.topic().topicName(),
            partition,
            envelope.recordedAt().toEpochMilli(),
            bytes(event.username().value()),
            codec.encode(event));
    Headers headers = producerRecord.headers();
    common(headers, envelope.id(), codec.type(event), event.topic(), envelope.occurredAt());
    add(headers, "ce_subject", event.aggregateId());
    add(headers, "ce_sequence", Long.toString(envelope.sequence()));
    add(headers, "ce_commandid", envelope.commandId().value());
    add(headers, "ce_commandhash", envelope.commandHash());
    add(headers, "ce_term", Long.toString(envelope.term()));
    add(headers, "ce_recordedat", envelope.recordedAt().toString());
    add(headers, "ce_correlationid", envelope.correlationId());
    add(headers, "ce_causationid", envelope.causationId());
    add(headers, "traceparent", envelope.traceparent());
    return producerRecord;
  }

  /// The record by which a new owner of a shard finds the end of its predecessors' events: what
  /// stands before it is all there will ever be of theirs.
  public ProducerRecord<byte[], byte[]> marker(
      EventTopic topic, int shard, long term, Instant openedAt) {
    return ofShard(topic, shard, Long.toString(term), MARKER_TYPE, MARKER_VALUE, term, openedAt);
  }

  /// The record that tells how far a shard is filled from an archive, in the transaction with what
  /// it has just been filled with. Always in the topic of users, so that the newest one is the
  /// state.
  public ProducerRecord<byte[], byte[]> imported(
      ShardImport state, int shard, long term, Instant at) {
    String step = state.ended() ? "ended" : Long.toString(state.events());
    byte[] value = MAPPER.writeValueAsBytes(state);
    return ofShard(EventTopic.USERS, shard, "import:" + step, IMPORT_TYPE, value, term, at);
  }

  /// @param step makes the id of one that no other record of the shard has
  private static ProducerRecord<byte[], byte[]> ofShard(
      EventTopic topic, int shard, String step, String type, byte[] value, long term, Instant at) {
    // With a colon, which no username has: else the customer `shard-1` could have events whose ids
    // are those of markers.
    String subject = "shard:" + shard;
    var producerRecord =
        new ProducerRecord<>(topic.topicName(), shard, at.toEpochMilli(), bytes(subject), value);
    Headers headers = producerRecord.headers();
    common(headers, subject + ":" + step, type, topic, at);
    add(headers, "ce_subject", subject);
    add(headers, "ce_term", Long.toString(term));
    return producerRecord;
  }

  /// Never throws for what stands in the record: what cannot be read is an entry of its own kind.
  public LogEntry read(ConsumerRecord<byte[], byte[]> consumed) {
    var position =
        new Position(EventTopic.named(consumed.topic()), consumed.partition(), consumed.offset());
    Headers headers = consumed.headers();
    try {
      String type = required(headers, "ce_type");
      if (type.equals(MARKER_TYPE)) {
        return new LogEntry.Marker(position, Long.parseLong(required(headers, "ce_term")));
      }
      if (consumed.value() == null) {
        throw new UnreadableEventException("Expected a value, but the record has none");
      }
      if (type.equals(IMPORT_TYPE)) {
        return new LogEntry.Imported(
            position, MAPPER.readValue(consumed.value(), ShardImport.class));
      }
      Event event = codec.decode(type, consumed.value());
      return new LogEntry.Recorded(position, envelope(event, headers));
    } catch (UnreadableEventException
        | InvalidValueException
        | DateTimeException
        | JacksonException
        | NumberFormatException e) {
      return new LogEntry.Unreadable(position, subject(consumed), String.valueOf(e.getMessage()));
    }
  }

  /// The aggregate that a record says it belongs to, without reading more of it.
  public static Optional<String> aggregate(ConsumerRecord<byte[], byte[]> consumed) {
    return Optional.ofNullable(optional(consumed.headers(), "ce_subject"))
        .filter(subject -> !subject.isEmpty());
  }

  private static Envelope envelope(Event event, Headers headers) throws UnreadableEventException {
    if (!required(headers, "ce_subject").equals(event.aggregateId())) {
      throw new UnreadableEventException("Expected ce_subject to name the event's aggregate");
    }
    return new Envelope(
        event,
        Long.parseLong(required(headers, "ce_sequence")),
        new CommandId(required(headers, "ce_commandid")),
        required(headers, "ce_commandhash"),
        Long.parseLong(required(headers, "ce_term")),
        optional(headers, "ce_correlationid"),
        optional(headers, "ce_causationid"),
        optional(headers, "traceparent"),
        Instant.parse(required(headers, "ce_time")),
        Instant.parse(required(headers, "ce_recordedat")));
  }

  /// The aggregate that an unreadable record belongs to, as far as it can be told: its subject,
  /// else its key, else the record itself.
  private static String subject(ConsumerRecord<byte[], byte[]> consumed) {
    return Optional.ofNullable(optional(consumed.headers(), "ce_subject"))
        .or(() -> Optional.ofNullable(consumed.key()).map(EventRecords::text))
        .filter(subject -> !subject.isEmpty())
        .orElse(consumed.topic() + "/" + consumed.partition() + "/" + consumed.offset());
  }

  private static void common(
      Headers headers, String id, String type, EventTopic topic, Instant time) {
    add(headers, "ce_specversion", "1.0");
    add(headers, "ce_id", id);
    add(headers, "ce_type", type);
    add(headers, "ce_source", "/tidemark/" + topic.topicName());
    add(headers, "ce_time", time.toString());
    add(headers, "content-type", "application/json");
  }

  private static void add(Headers headers, String name, @Nullable String value) {
    if (value != null) {
      headers.add(name, bytes(value));
    }
  }

  private static String required(Headers headers, String name) throws UnreadableEventException {
    String value = optional(headers, name);
    if (value == null) {
      throw new UnreadableEventException("Expected a header " + name + ", but there is none");
    }
    return value;
  }

  private static @Nullable String optional(Headers headers, String name) {
    Header header = headers.lastHeader(name);
    return header == null || header.value() == null ? null : text(header.value());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /// Strict: bytes that are not UTF-8 are nobody's name.
  private static String text(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      return "";
    }
  }
}
