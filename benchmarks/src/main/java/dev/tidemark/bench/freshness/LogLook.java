package dev.tidemark.bench.freshness;

import dev.tidemark.events.EventTopic;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/// Reads committed orders as any consumer may, and does nothing with them: the earliest moment at
/// which somebody could know of them.
final class LogLook implements Sightings.Look {
  private static final Duration POLL_MAX = Duration.ofMillis(100);

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final List<TopicPartition> partitions;

  LogLook(String bootstrapServers, int shards) {
    this.consumer =
        new KafkaConsumer<>(
            Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                "read_committed"),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    this.partitions =
        IntStream.range(0, shards)
            .mapToObj(shard -> new TopicPartition(EventTopic.ORDERS.topicName(), shard))
            .toList();
    consumer.assign(partitions);
    consumer.seekToEnd(partitions);
  }

  @Override
  public Map<Integer, Long> next() {
    var next = new HashMap<Integer, Long>();
    for (var consumed : consumer.poll(POLL_MAX)) {
      next.put(consumed.partition(), consumed.offset() + 1);
    }
    return next;
  }

  @Override
  public void close() {
    consumer.close();
  }
}
