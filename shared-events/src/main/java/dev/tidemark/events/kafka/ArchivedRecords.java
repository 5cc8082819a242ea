package dev.tidemark.events.kafka;

import dev.tidemark.events.Envelope;
import dev.tidemark.events.Event;
import dev.tidemark.events.EventTopic;
import dev.tidemark.events.OrderEvent;
import dev.tidemark.events.SessionEvent;
import dev.tidemark.events.UserEvent;
import dev.tidemark.events.value.Slot;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Records as lines of an archive, back to records, byte for byte: keys and values stand in a line
/// as text, or as Base64 where they are none, and not at all where they are null. Thread-safe.
public final class ArchivedRecords {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private final EventRecords records;

  public ArchivedRecords(EventRecords records) {
    this.records = records;
  }

  /// What a line holds.
  public sealed interface Line {
    /// @param original to be appended as it is, to the shard that it was read for
    record Event(Envelope envelope, ProducerRecord<byte[], byte[]> original) implements Line {
      public Slot slot() {
        return envelope.event().username().slot();
      }
    }

    /// A record of the shard itself, such as the marker of an opening: of no use in another log.
    record OfShard() implements Line {}

    /// @param cause what was expected, for operators
    record Unreadable(String cause) implements Line {}
  }

  /// Never throws for what stands in the line.
  ///
  /// @param topic from which the line was archived
  /// @param shard for which it is read, which may be another one than that it was archived from
  public Line read(EventTopic topic, int shard, byte[] line) {
    final ConsumerRecord<byte[], byte[]> parsed;
    try {
      parsed = parsed(topic, shard, MAPPER.readTree(line));
    } catch (JacksonException | IllegalArgumentException e) {
      return new Line.Unreadable("Expected a record as JSON, but " + e.getMessage());
    }
    return switch (records.read(parsed)) {
      case LogEntry.Recorded(_, var envelope) ->
          misplaced(topic, envelope.event(), parsed.key())
              .<Line>map(Line.Unreadable::new)
              .orElseGet(() -> new Line.Event(envelope, original(parsed)));
      case LogEntry.Marker _, LogEntry.Imported _ -> new Line.OfShard();
      case LogEntry.Unreadable(_, _, var cause) -> new Line.Unreadable(cause);
    };
  }

  private static ConsumerRecord<byte[], byte[]> parsed(EventTopic topic, int shard, JsonNode line) {
    Headers headers = new RecordHeaders();
    for (JsonNode header : line.required("headers")) {
      headers.add(header.required("name").stringValue(), bytes(header, "value"));
    }
    return new ConsumerRecord<>(
        topic.topicName(),
        shard,
        line.required("offset").longValue(),
        timestamp(line),
        TimestampType.CREATE_TIME,
        ConsumerRecord.NULL_SIZE,
        ConsumerRecord.NULL_SIZE,
        bytes(line, "key"),
        bytes(line, "value"),
        headers,
        Optional.empty());
  }

  private static long timestamp(JsonNode line) {
    long timestamp = line.required("timestamp").longValue();
    if (timestamp < 0) {
      throw new IllegalArgumentException("Expected a timestamp, but was " + timestamp);
    }
    return timestamp;
  }

  private static byte @Nullable [] bytes(JsonNode node, String name) {
    if (node.has(name)) {
      return node.required(name).stringValue().getBytes(StandardCharsets.UTF_8);
    }
    JsonNode coded = node.path(name + "Base64");
    return coded.isMissingNode() ? null : Base64.getDecoder().decode(coded.stringValue());
  }

  private static ProducerRecord<byte[], byte[]> original(ConsumerRecord<byte[], byte[]> parsed) {
    return new ProducerRecord<>(
        parsed.topic(),
        parsed.partition(),
        parsed.timestamp(),
        parsed.key(),
        parsed.value(),
        parsed.headers());
  }

  /// Whoever reads a log relies on where its records stand.
  private static Optional<String> misplaced(EventTopic topic, Event event, byte @Nullable [] key) {
    Slot ofId =
        switch (event) {
          case UserEvent ofUser -> ofUser.username().slot();
          case SessionEvent ofSession -> ofSession.sessionId().slot();
          case OrderEvent ofOrder -> ofOrder.orderId().slot();
        };
    if (event.topic() != topic) {
      return Optional.of("Expected an event of " + topic.topicName() + ", but it is of another");
    }
    if (!Arrays.equals(key, event.username().value().getBytes(StandardCharsets.UTF_8))) {
      return Optional.of("Expected the customer's name as the key, but it is another");
    }
    return ofId.equals(event.username().slot())
        ? Optional.empty()
        : Optional.of("Expected an id that holds the customer's slot, but it holds another");
  }
}
