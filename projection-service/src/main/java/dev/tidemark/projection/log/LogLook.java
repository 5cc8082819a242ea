package dev.tidemark.projection.log;

import dev.tidemark.events.EventTopic;
import dev.tidemark.events.kafka.ShardOpened;
import dev.tidemark.projection.batch.Positions;
import dev.tidemark.projection.runtime.LogSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/// Small questions to the log, answered one at a time by one consumer. Thread-safe.
public final class LogLook implements AutoCloseable {
  private static final Duration ANSWER_MAX = Duration.ofSeconds(3);
  private static final Duration POLL_MAX = Duration.ofMillis(200);
  private static final Duration CLOSE_MAX = Duration.ofSeconds(1);

  private final LogSettings settings;
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable KafkaConsumer<byte[], byte[]> open;

  /// Connects when it is first asked.
  public LogLook(LogSettings settings) {
    this.settings = settings;
  }

  /// What comes next after all that is committed, by shard.
  ///
  /// @throws LogUnavailableException if Kafka does not tell in time, or has no such topics yet
  public List<Positions> ends() {
    return asked(consumer -> told(consumer, consumer.endOffsets(partitions(consumer), ANSWER_MAX)));
  }

  /// Where the log begins, by shard: 0, unless some of it was deleted.
  ///
  /// @throws LogUnavailableException if Kafka does not tell in time, or has no such topics yet
  public List<Positions> beginnings() {
    return asked(
        consumer -> told(consumer, consumer.beginningOffsets(partitions(consumer), ANSWER_MAX)));
  }

  /// When the oldest record was recorded that is not before these positions.
  ///
  /// @param from by shard
  /// @return by shard, without those in which no record was found in time
  /// @throws LogUnavailableException if Kafka does not answer
  public Map<Integer, Instant> oldest(Map<Integer, Positions> from) {
    return from.isEmpty() ? Map.of() : asked(consumer -> oldest(consumer, from));
  }

  /// Who opened each shard last, by shard.
  ///
  /// @throws LogUnavailableException if Kafka does not tell in time
  public Map<Integer, Opening> openings() {
    return asked(LogLook::openings);
  }

  @Override
  public void close() {
    lock.lock();
    try {
      if (open != null) {
        open.close(CloseOptions.timeout(CLOSE_MAX));
      }
    } finally {
      lock.unlock();
    }
  }

  private static int shards(KafkaConsumer<byte[], byte[]> consumer) {
    int shards = Integer.MAX_VALUE;
    for (EventTopic topic : EventTopic.values()) {
      var found = consumer.partitionsFor(topic.topicName(), ANSWER_MAX);
      shards = Math.min(shards, found == null ? 0 : found.size());
    }
    if (shards == 0) {
      throw new LogUnavailableException("Expected all event topics, but some are not there yet");
    }
    return shards;
  }

  private static List<TopicPartition> partitions(KafkaConsumer<byte[], byte[]> consumer) {
    int shards = shards(consumer);
    return Arrays.stream(EventTopic.values())
        .flatMap(topic ->
            IntStream.range(0, shards).mapToObj(i -> new TopicPartition(topic.topicName(), i)))
        .toList();
  }

  private static List<Positions> told(
      KafkaConsumer<byte[], byte[]> consumer, Map<TopicPartition, Long> offsets) {
    var told = new ArrayList<Positions>();
    for (int shard = 0; shard < shards(consumer); shard++) {
      Positions position = Positions.START;
      for (EventTopic topic : EventTopic.values()) {
        var partition = new TopicPartition(topic.topicName(), shard);
        position = position.with(topic, offsets.getOrDefault(partition, 0L));
      }
      told.add(position);
    }
    return told;
  }

  private static Map<Integer, Instant> oldest(
      KafkaConsumer<byte[], byte[]> consumer, Map<Integer, Positions> from) {
    var starts = new HashMap<TopicPartition, Long>();
    from.forEach((shard, positions) -> {
      for (EventTopic topic : EventTopic.values()) {
        starts.put(new TopicPartition(topic.topicName(), shard), positions.of(topic));
      }
    });
    assign(consumer, starts.keySet());
    starts.forEach(consumer::seek);
    Map<TopicPartition, Long> ends = consumer.endOffsets(starts.keySet(), ANSWER_MAX);
    var oldest = new HashMap<Integer, Instant>();
    long deadline = System.nanoTime() + ANSWER_MAX.toNanos();
    pausePassed(consumer, ends);
    while (consumer.paused().size() < starts.size() && System.nanoTime() < deadline) {
      for (ConsumerRecord<byte[], byte[]> found : consumer.poll(POLL_MAX)) {
        Instant at = Instant.ofEpochMilli(found.timestamp());
        oldest.merge(found.partition(), at, (one, other) -> one.isBefore(other) ? one : other);
        consumer.pause(List.of(new TopicPartition(found.topic(), found.partition())));
      }
      pausePassed(consumer, ends);
    }
    return oldest;
  }

  /// The topic is compacted: little more is read than what is told.
  private static Map<Integer, Opening> openings(KafkaConsumer<byte[], byte[]> consumer) {
    var found = consumer.partitionsFor(ShardOpened.TOPIC, ANSWER_MAX);
    if (found == null || found.isEmpty()) {
      throw new LogUnavailableException(
          "Expected topic " + ShardOpened.TOPIC + ", but it is not there yet");
    }
    var partitions =
        found.stream().map(each -> new TopicPartition(each.topic(), each.partition())).toList();
    assign(consumer, partitions);
    consumer.beginningOffsets(partitions, ANSWER_MAX).forEach(consumer::seek);
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, ANSWER_MAX);
    var openings = new HashMap<Integer, Opening>();
    long deadline = System.nanoTime() + ANSWER_MAX.toNanos();
    pausePassed(consumer, ends);
    while (consumer.paused().size() < partitions.size()) {
      if (System.nanoTime() > deadline) {
        throw new LogUnavailableException("Kafka did not tell in time who owns the shards");
      }
      consumer.poll(POLL_MAX).forEach(each -> openings.put(each.partition(), opening(each)));
      pausePassed(consumer, ends);
    }
    return openings;
  }

  private static Opening opening(ConsumerRecord<byte[], byte[]> consumed) {
    ShardOpened opened = ShardOpened.read(consumed);
    return new Opening(
        consumed.partition(),
        consumed.offset(),
        opened.node(),
        opened.endpoint(),
        Instant.ofEpochMilli(consumed.timestamp()));
  }

  /// A partition that was assigned before is still paused.
  private static void assign(
      KafkaConsumer<byte[], byte[]> consumer, Collection<TopicPartition> partitions) {
    consumer.assign(partitions);
    consumer.resume(partitions);
  }

  private static void pausePassed(
      KafkaConsumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends) {
    Collection<TopicPartition> passed =
        consumer.assignment().stream()
            .filter(each -> consumer.position(each) >= ends.getOrDefault(each, 0L))
            .toList();
    consumer.pause(passed);
  }

  private <T> T asked(Function<KafkaConsumer<byte[], byte[]>, T> question) {
    try {
      if (!lock.tryLock(ANSWER_MAX.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new LogUnavailableException("Kafka is still being asked something else");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LogUnavailableException(e);
    }
    try {
      return question.apply(consumer());
    } catch (KafkaException e) {
      throw new LogUnavailableException(e);
    } finally {
      lock.unlock();
    }
  }

  /// Made late: a name that cannot be resolved yet must not keep the service from starting.
  private KafkaConsumer<byte[], byte[]> consumer() {
    KafkaConsumer<byte[], byte[]> consumer = open;
    if (consumer == null) {
      consumer = new KafkaConsumer<>(settings.ofLook("projection-look"));
      open = consumer;
    }
    return consumer;
  }
}
