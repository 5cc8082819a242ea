package dev.tidemark.bench.peer.streams;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/// Hands each committed reply to whoever waits for it. Every instance reads all of them, and takes
/// what is its own.
final class Replies implements AutoCloseable {
  private static final Duration POLL = Duration.ofSeconds(1);

  private final ConcurrentMap<String, CompletableFuture<byte[]>> waiting =
      new ConcurrentHashMap<>();
  private final KafkaConsumer<String, byte[]> consumer;

  /// From now on.
  Replies(String brokers, String topic, int partitions) {
    consumer =
        new KafkaConsumer<>(
            Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                brokers,
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                "read_committed"),
            new StringDeserializer(),
            new ByteArrayDeserializer());
    List<TopicPartition> all =
        IntStream.range(0, partitions).mapToObj(i -> new TopicPartition(topic, i)).toList();
    consumer.assign(all);
    consumer.seekToEnd(all);
    all.forEach(consumer::position);
    Thread _ = Thread.ofPlatform().name("replies").start(this::read);
  }

  CompletableFuture<byte[]> to(String request) {
    return waiting.computeIfAbsent(request, _ -> new CompletableFuture<>());
  }

  /// Nobody waits any more.
  void forget(String request) {
    waiting.remove(request);
  }

  @Override
  public void close() {
    consumer.wakeup();
  }

  private void read() {
    try {
      while (true) {
        for (ConsumerRecord<String, byte[]> reply : consumer.poll(POLL)) {
          CompletableFuture<byte[]> its = waiting.remove(reply.key());
          if (its != null) {
            its.complete(reply.value());
          }
        }
      }
    } catch (WakeupException closing) {
      consumer.close();
    }
  }
}
