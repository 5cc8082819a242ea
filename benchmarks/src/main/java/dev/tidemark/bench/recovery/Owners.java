package dev.tidemark.bench.recovery;

import dev.tidemark.events.kafka.ShardOpened;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/// Who decides for which shard, as the log says it.
final class Owners {
  private static final Duration POLL_MAX = Duration.ofMillis(100);
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private Owners() {}

  /// Returns when each of these instances owns a shard, and every shard is owned by one of them.
  ///
  /// @throws IllegalStateException if that takes too long
  static void await(String bootstrapServers, int shards, List<URI> instances) {
    List<String> wanted = instances.stream().map(URI::toString).toList();
    Map<Integer, String> owners = new HashMap<>();
    long end = System.nanoTime() + PATIENCE.toNanos();
    try (var consumer = consumer(bootstrapServers, shards)) {
      while (owners.size() < shards
          || !wanted.containsAll(owners.values())
          || !owners.values().containsAll(wanted)) {
        if (System.nanoTime() - end > 0) {
          throw new IllegalStateException(
              "Expected %s to share %d shards, but was %s".formatted(wanted, shards, owners));
        }
        for (var consumed : consumer.poll(POLL_MAX)) {
          ShardOpened opened = ShardOpened.read(consumed);
          owners.put(opened.shard(), opened.endpoint());
        }
      }
    }
  }

  private static KafkaConsumer<byte[], byte[]> consumer(String bootstrapServers, int shards) {
    var consumer =
        new KafkaConsumer<>(
            Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                "read_committed"),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    consumer.assign(
        IntStream.range(0, shards)
            .mapToObj(shard -> new TopicPartition(ShardOpened.TOPIC, shard))
            .toList());
    consumer.seekToBeginning(consumer.assignment());
    return consumer;
  }
}
