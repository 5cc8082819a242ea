package dev.tidemark.command.strangers;

import io.cloudevents.CloudEvent;
import io.cloudevents.kafka.CloudEventDeserializer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;

/// Reads topics from their beginning to where they end now.
record LogReading(String bootstrapServers) {
  private static final Duration POLL_MAX = Duration.ofMillis(200);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  List<LogLine> committed(Collection<String> topics) {
    return read(topics, "read_committed", new ByteArrayDeserializer(), LogLine::of);
  }

  /// Also what was aborted.
  List<LogLine> uncommitted(Collection<String> topics) {
    return read(topics, "read_uncommitted", new ByteArrayDeserializer(), LogLine::of);
  }

  /// As the SDK of CloudEvents understands it.
  List<LogLine> committedCloudEvents(Collection<String> topics) {
    Deserializer<CloudEvent> sdk = new CloudEventDeserializer();
    return read(topics, "read_committed", sdk, LogLine::ofCloudEvent);
  }

  private <V> List<LogLine> read(
      Collection<String> topics,
      String isolation,
      Deserializer<V> deserializer,
      Function<ConsumerRecord<byte[], V>, LogLine> toLine) {
    Map<String, Object> config =
        Map.of("bootstrap.servers", bootstrapServers, "isolation.level", isolation);
    try (var consumer = new KafkaConsumer<>(config, new ByteArrayDeserializer(), deserializer)) {
      List<TopicPartition> partitions =
          topics.stream()
              .flatMap(topic -> consumer.partitionsFor(topic).stream())
              .map(info -> new TopicPartition(info.topic(), info.partition()))
              .toList();
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      var lines = new ArrayList<LogLine>();
      long deadline = System.nanoTime() + PATIENCE.toNanos();
      while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.get(p))) {
        if (System.nanoTime() > deadline) {
          throw new IllegalStateException("Expected to reach " + ends + " within " + PATIENCE);
        }
        consumer.poll(POLL_MAX).forEach(consumed -> lines.add(toLine.apply(consumed)));
      }
      return lines;
    }
  }
}
