package dev.tidemark.chaos.observed;

import dev.tidemark.chaos.history.Resource;
import dev.tidemark.chaos.log.CommittedLog;
import dev.tidemark.chaos.log.LogRecord;
import dev.tidemark.chaos.log.LogRecord.Fact;
import dev.tidemark.chaos.log.LogRecord.Marker;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/// Reads all committed records of the event topics, in no consumer group.
final class LogReader {
  private static final Duration POLL = Duration.ofMillis(200);

  /// So long nothing may come before the end is reached.
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final String bootstrapServers;

  LogReader(String bootstrapServers) {
    this.bootstrapServers = bootstrapServers;
  }

  /// @throws IllegalStateException if the end of the log is not reached: a transaction is open, or
  ///   the broker does not answer
  CommittedLog read() {
    try (var consumer =
        new KafkaConsumer<>(
            Map.<String, Object>of(
                "bootstrap.servers", bootstrapServers,
                "isolation.level", "read_committed",
                "enable.auto.commit", "false",
                "auto.offset.reset", "earliest"),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      List<TopicPartition> partitions = new ArrayList<>();
      for (Resource resource : Resource.values()) {
        String topic = resource.topic().topicName();
        consumer
            .partitionsFor(topic)
            .forEach(info -> partitions.add(new TopicPartition(topic, info.partition())));
      }
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      return CommittedLog.of(() -> new Records(consumer, consumer.endOffsets(partitions)));
    }
  }

  /// Goes on until every partition has been read up to where it ended.
  private static final class Records implements Iterator<LogRecord> {
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Map<TopicPartition, Long> ends;
    private Iterator<ConsumerRecord<byte[], byte[]>> polled =
        List.<ConsumerRecord<byte[], byte[]>>of().iterator();

    Records(KafkaConsumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends) {
      this.consumer = consumer;
      this.ends = ends;
    }

    @Override
    public boolean hasNext() {
      long polls = PATIENCE.dividedBy(POLL);
      for (long poll = 1; !polled.hasNext() && poll <= polls; poll++) {
        if (atEnd()) {
          return false;
        }
        polled = consumer.poll(POLL).iterator();
      }
      if (!polled.hasNext()) {
        throw new IllegalStateException(
            "Expected to read up to " + ends + ", but nothing came for " + PATIENCE);
      }
      return true;
    }

    private boolean atEnd() {
      return ends.entrySet().stream()
          .allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
    }

    @Override
    public LogRecord next() {
      return record(polled.next());
    }
  }

  static LogRecord record(ConsumerRecord<byte[], byte[]> read) {
    Resource resource = resource(read.topic());
    String type = header(read, "ce_type");
    if (type.startsWith("shard.")) {
      return new Marker(
          resource, read.partition(), read.offset(), Long.parseLong(header(read, "ce_term")));
    }
    return new Fact(
        resource,
        read.partition(),
        read.offset(),
        text(read.key()),
        type,
        header(read, "ce_subject"),
        Long.parseLong(header(read, "ce_sequence")),
        header(read, "ce_commandid"),
        Long.parseLong(header(read, "ce_term")),
        Instant.parse(header(read, "ce_time")),
        text(read.value()));
  }

  private static Resource resource(String topic) {
    for (Resource resource : Resource.values()) {
      if (resource.topic().topicName().equals(topic)) {
        return resource;
      }
    }
    throw new IllegalArgumentException("Expected an event topic, but was " + topic);
  }

  private static String header(ConsumerRecord<byte[], byte[]> read, String name) {
    var header = read.headers().lastHeader(name);
    if (header == null) {
      throw new IllegalStateException(
          "Expected a header %s, but there is none at %s/%d@%d"
              .formatted(name, read.topic(), read.partition(), read.offset()));
    }
    return text(header.value());
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
