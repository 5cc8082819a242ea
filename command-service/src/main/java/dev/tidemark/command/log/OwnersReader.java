package dev.tidemark.command.log;

import dev.tidemark.command.routing.Ownership;
import dev.tidemark.events.kafka.ShardOpened;
import java.net.URI;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.ObjIntConsumer;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads the topic `shards` from its beginning and for ever: who opened which shard, in which term.
public final class OwnersReader implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(OwnersReader.class);

  private static final Duration POLL_MAX = Duration.ofSeconds(1);
  private static final Duration CLOSE_MAX = Duration.ofSeconds(5);
  private static final int FETCH_WAIT_MS_MAX = 500;

  private final ObjIntConsumer<Ownership> heard;
  private final CompletableFuture<Void> informed = new CompletableFuture<>();
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Set<TopicPartition> behind;
  private final Thread thread;
  private final CountDownLatch stop = new CountDownLatch(1);

  private OwnersReader(int shards, LogSettings settings, ObjIntConsumer<Ownership> heard) {
    this.heard = heard;
    this.consumer =
        new KafkaConsumer<>(
            settings
                .brokers()
                .with(
                    Map.of(
                        ConsumerConfig.CLIENT_ID_CONFIG,
                        settings.node() + "-owners",
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                        "read_committed",
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                        "earliest",
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                        false,
                        ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG,
                        FETCH_WAIT_MS_MAX)),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    List<TopicPartition> partitions =
        IntStream.range(0, shards)
            .mapToObj(shard -> new TopicPartition(ShardOpened.TOPIC, shard))
            .toList();
    this.behind = new HashSet<>(partitions);
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    this.thread = Thread.ofPlatform().name("owners").unstarted(this::run);
  }

  /// @param heard told of every opening, in order for each shard, on a thread of its own
  public static OwnersReader start(
      int shards, LogSettings settings, ObjIntConsumer<Ownership> heard) {
    var reader = new OwnersReader(shards, settings, heard);
    reader.thread.start();
    return reader;
  }

  /// Whether it has once read all that there was.
  public boolean isCaughtUp() {
    return informed.isDone();
  }

  /// Does this once all has been heard that there was, now or later.
  public void whenCaughtUp(Runnable action) {
    CompletableFuture<Void> _ = informed.thenRun(action);
  }

  private void run() {
    try (consumer) {
      while (stop.getCount() > 0) {
        read();
      }
    } catch (WakeupException _) {
      // Told to stop.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void read() throws InterruptedException {
    try {
      for (ConsumerRecord<byte[], byte[]> consumed : consumer.poll(POLL_MAX)) {
        hear(consumed);
      }
      behind.removeIf(partition -> consumer.currentLag(partition).orElse(1) == 0);
      if (behind.isEmpty()) {
        informed.complete(null);
      }
    } catch (WakeupException e) {
      throw e;
    } catch (KafkaException e) {
      LOG.warn("Expected to read who owns the shards, trying again: {}", e.toString());
      boolean _ = stop.await(POLL_MAX.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private void hear(ConsumerRecord<byte[], byte[]> consumed) {
    try {
      ShardOpened opened = ShardOpened.read(consumed);
      heard.accept(
          new Ownership(consumed.offset(), opened.node(), URI.create(opened.endpoint())),
          consumed.partition());
    } catch (RuntimeException e) {
      // Whoever cannot be understood cannot be asked. The next opening is another record.
      LOG.warn("Expected an opening of shard {}, but: {}", consumed.partition(), e.toString());
    }
  }

  @Override
  public void close() {
    stop.countDown();
    consumer.wakeup();
    try {
      if (!thread.join(CLOSE_MAX)) {
        LOG.warn("Still reading who owns the shards after {}", CLOSE_MAX);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
