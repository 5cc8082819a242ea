package dev.tidemark.bench.rebuild;

import dev.tidemark.bench.harness.Turn;
import dev.tidemark.bench.harness.Way;
import dev.tidemark.events.EventTopic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/// Consumers that read what the projection reads, one for each shard and with its settings, and do
/// nothing with it.
final class PlainReading implements Way {
  private static final Duration POLL_MAX = Duration.ofMillis(500);
  private static final int BATCH_EVENTS_MAX = 10_000;
  private static final int FETCH_BYTES_MAX = 2 << 20;

  private final String bootstrapServers;
  private final int shards;

  PlainReading(String bootstrapServers, int shards) {
    this.bootstrapServers = bootstrapServers;
    this.shards = shards;
  }

  /// Reads all of it once, however long that takes.
  @Override
  public Turn turn(Duration time) throws Exception {
    var consumers = new ArrayList<KafkaConsumer<byte[], byte[]>>();
    try (var threads = Executors.newFixedThreadPool(shards)) {
      for (int shard = 0; shard < shards; shard++) {
        consumers.add(consumer(shard));
      }
      long begun = System.nanoTime();
      List<Future<Long>> reading = new ArrayList<>();
      for (var consumer : consumers) {
        reading.add(threads.submit(() -> readAll(consumer)));
      }
      long read = 0;
      for (Future<Long> each : reading) {
        read += each.get();
      }
      return Turn.of(RebuildCosts.UNIT, read * 1e9 / (System.nanoTime() - begun));
    } finally {
      consumers.forEach(KafkaConsumer::close);
    }
  }

  private KafkaConsumer<byte[], byte[]> consumer(int shard) {
    var consumer =
        new KafkaConsumer<>(
            Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers,
                ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed",
                ConsumerConfig.MAX_POLL_RECORDS_CONFIG, BATCH_EVENTS_MAX,
                ConsumerConfig.FETCH_MAX_BYTES_CONFIG, FETCH_BYTES_MAX,
                ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, FETCH_BYTES_MAX),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    consumer.assign(
        Arrays.stream(EventTopic.values())
            .map(topic -> new TopicPartition(topic.topicName(), shard))
            .toList());
    consumer.seekToBeginning(consumer.assignment());
    return consumer;
  }

  private static long readAll(KafkaConsumer<byte[], byte[]> consumer) {
    Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
    long read = 0;
    while (ends.entrySet().stream()
        .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
      read += consumer.poll(POLL_MAX).count();
    }
    return read;
  }
}
