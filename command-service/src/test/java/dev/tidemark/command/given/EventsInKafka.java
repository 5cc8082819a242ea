package dev.tidemark.command.given;

import dev.tidemark.events.Envelope;
import dev.tidemark.events.EventTopic;
import dev.tidemark.events.codec.EventCodec;
import dev.tidemark.events.kafka.EventRecords;
import dev.tidemark.events.kafka.LogEntry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/// What stands in the log, as everybody else sees it.
public final class EventsInKafka {
  private final EventRecords records = new EventRecords(new EventCodec());
  private final String bootstrapServers;

  EventsInKafka(String bootstrapServers) {
    this.bootstrapServers = bootstrapServers;
  }

  /// Where every partition ends, for whoever reads what is committed.
  public Map<TopicPartition, Long> ends() {
    try (var consumer = consumer()) {
      return new HashMap<>(consumer.endOffsets(partitions(consumer)));
    }
  }

  /// All that were committed so far.
  public List<Envelope> all() {
    try (var consumer = consumer()) {
      var partitions = partitions(consumer);
      var ends = consumer.endOffsets(partitions);
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      var events = new ArrayList<Envelope>();
      while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.get(p))) {
        for (var consumed : consumer.poll(Duration.ofMillis(200))) {
          switch (records.read(consumed)) {
            case LogEntry.Recorded(_, var envelope) -> events.add(envelope);
            case LogEntry.Marker _, LogEntry.Imported _ -> {}
            case LogEntry.Unreadable unreadable ->
                throw new IllegalStateException(unreadable.toString());
          }
        }
      }
      return events;
    }
  }

  private static List<TopicPartition> partitions(KafkaConsumer<byte[], byte[]> consumer) {
    return Arrays.stream(EventTopic.values())
        .flatMap(topic -> consumer.partitionsFor(topic.topicName()).stream())
        .map(info -> new TopicPartition(info.topic(), info.partition()))
        .toList();
  }

  private KafkaConsumer<byte[], byte[]> consumer() {
    return new KafkaConsumer<>(
        Map.of("bootstrap.servers", bootstrapServers, "isolation.level", "read_committed"),
        new ByteArrayDeserializer(),
        new ByteArrayDeserializer());
  }
}
