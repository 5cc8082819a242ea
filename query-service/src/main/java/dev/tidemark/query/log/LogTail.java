package dev.tidemark.query.log;

import dev.tidemark.events.EventTopic;
import dev.tidemark.events.consistency.ConsistencyToken;
import dev.tidemark.events.consistency.Position;
import dev.tidemark.events.kafka.EventRecords;
import dev.tidemark.query.consistency.Positions;
import dev.tidemark.query.consistency.Positions.Partition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Follows all event topics from their ends on, on a thread of its own, in no group: every instance
/// sees every record. What is not committed yet, too: whoever keeps values learns of a change
/// before anybody can have been told of it.
public final class LogTail implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LogTail.class);
  private static final Duration POLL_MAX = Duration.ofMillis(100);
  private static final Duration START_MAX = Duration.ofSeconds(5);
  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);
  private static final Duration CLOSE_MAX = Duration.ofSeconds(2);

  /// Hears what stands in the log, in the order of each partition. Called by one thread, but for
  /// [#endWas].
  public interface Watcher {
    /// From these positions on everything will be told; nothing is known of what was before.
    void begins(Positions from);

    /// @param aggregate the one it belongs to; empty if the record does not say
    void happened(Position position, Optional<String> aggregate);

    /// Everything before `next` has been told.
    void passed(EventTopic topic, int shard, long next);

    /// The log ended no earlier than this at that time.
    ///
    /// @param last the newest position of each partition that has any
    /// @param atNanos by [System#nanoTime()]
    void endWas(ConsistencyToken last, long atNanos);

    /// Nothing more will be told until it [begins][#begins] again.
    void lost(String reason);
  }

  private final LogSettings settings;
  private final LogEnds ends;
  private final Duration lookEvery;
  private final Watcher watcher;
  private final List<TopicPartition> partitions = new ArrayList<>();
  private final Map<TopicPartition, Long> told = new HashMap<>();
  private final CountDownLatch stop = new CountDownLatch(1);
  private final Thread thread;
  private CompletableFuture<ConsistencyToken> look =
      CompletableFuture.completedFuture(ConsistencyToken.EMPTY);
  private long lookedAt;

  private LogTail(
      LogSettings settings, int shards, LogEnds ends, Duration lookEvery, Watcher watcher) {
    this.settings = settings;
    this.ends = ends;
    this.lookEvery = lookEvery;
    this.watcher = watcher;
    for (EventTopic topic : EventTopic.values()) {
      for (int shard = 0; shard < shards; shard++) {
        partitions.add(new TopicPartition(topic.topicName(), shard));
      }
    }
    this.thread = Thread.ofPlatform().name("log-tail").daemon().unstarted(this::run);
  }

  /// @param lookEvery how often the watcher is told where the log ends
  public static LogTail start(
      LogSettings settings, int shards, LogEnds ends, Duration lookEvery, Watcher watcher) {
    var tail = new LogTail(settings, shards, ends, lookEvery, watcher);
    tail.thread.start();
    return tail;
  }

  @Override
  public void close() {
    stop.countDown();
    try {
      if (!thread.join(CLOSE_MAX)) {
        thread.interrupt();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    while (!isStopping()) {
      try {
        follow();
      } catch (KafkaException e) {
        LOG.debug("The tail of the log is lost", e);
        watcher.lost(String.valueOf(e.getMessage()));
      } catch (RuntimeException e) {
        LOG.error("Unexpected while following the log, beginning again", e);
        watcher.lost("unexpected: " + e);
      }
      pause();
    }
  }

  private void follow() {
    var consumer = new KafkaConsumer<byte[], byte[]>(consumer());
    try {
      begin(consumer);
      while (!isStopping()) {
        step(consumer);
      }
    } finally {
      consumer.close(CloseOptions.timeout(Duration.ZERO));
    }
  }

  private void begin(KafkaConsumer<byte[], byte[]> consumer) {
    Map<TopicPartition, Long> from = consumer.endOffsets(partitions, START_MAX);
    consumer.assign(partitions);
    from.forEach(consumer::seek);
    told.clear();
    told.putAll(from);
    var next = new HashMap<Partition, Long>();
    from.forEach((partition, offset) ->
        next.put(
            new Partition(EventTopic.named(partition.topic()), partition.partition()), offset));
    watcher.begins(new Positions(next));
    LOG.info("Following the log from its end");
  }

  private void step(KafkaConsumer<byte[], byte[]> consumer) {
    for (var consumed : consumer.poll(POLL_MAX)) {
      var position =
          new Position(EventTopic.named(consumed.topic()), consumed.partition(), consumed.offset());
      watcher.happened(position, EventRecords.aggregate(consumed));
    }
    for (TopicPartition partition : partitions) {
      long next = consumer.position(partition);
      if (!Long.valueOf(next).equals(told.put(partition, next))) {
        watcher.passed(EventTopic.named(partition.topic()), partition.partition(), next);
      }
    }
    if (look.isDone() && System.nanoTime() - lookedAt >= lookEvery.toNanos()) {
      look();
    }
  }

  private void look() {
    long since = System.nanoTime();
    lookedAt = since;
    look = ends.asked().toCompletableFuture();
    var _ =
        look.whenComplete((last, failure) -> {
          if (failure == null) {
            watcher.endWas(last, since);
          }
        });
  }

  private void pause() {
    try {
      boolean _ = stop.await(RETRY_AFTER.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      stop.countDown();
    }
  }

  private boolean isStopping() {
    return stop.getCount() == 0;
  }

  private Map<String, Object> consumer() {
    return settings
        .brokers()
        .with(
            Map.of(
                ConsumerConfig.CLIENT_ID_CONFIG,
                "query-log-tail",
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                "read_uncommitted",
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                "none",
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false,
                ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                false,
                ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG,
                1_000,
                ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG,
                ByteArrayDeserializer.class,
                ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG,
                ByteArrayDeserializer.class));
  }
}
