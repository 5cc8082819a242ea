package dev.tidemark.query.changes;

import dev.tidemark.events.EventTopic;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/// A committed record, with what filters look at. Nothing of it has been decoded yet.
///
/// @param customer its key; empty if it has none
/// @param aggregateId its subject; empty if it has none
record Committed(
    EventTopic topic, String customer, String aggregateId, ConsumerRecord<byte[], byte[]> raw) {
  static Committed of(ConsumerRecord<byte[], byte[]> raw) {
    return new Committed(
        EventTopic.named(raw.topic()), text(raw.key()), attribute(raw, "ce_subject"), raw);
  }

  int shard() {
    return raw.partition();
  }

  long offset() {
    return raw.offset();
  }

  /// A CloudEvents attribute; empty if there is none.
  String attribute(String name) {
    return attribute(raw, name);
  }

  private static String attribute(ConsumerRecord<byte[], byte[]> raw, String name) {
    Header header = raw.headers().lastHeader(name);
    return header == null ? "" : text(header.value());
  }

  private static String text(byte @Nullable [] bytes) {
    return bytes == null ? "" : new String(bytes, StandardCharsets.UTF_8);
  }
}
