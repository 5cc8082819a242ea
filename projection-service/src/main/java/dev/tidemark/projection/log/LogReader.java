package dev.tidemark.projection.log;

import dev.tidemark.events.EventTopic;
import dev.tidemark.events.codec.EventCodec;
import dev.tidemark.events.kafka.EventRecords;
import dev.tidemark.projection.batch.LogRecord;
import dev.tidemark.projection.batch.Microseconds;
import dev.tidemark.projection.batch.RawRecord;
import dev.tidemark.projection.runtime.LogSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/// Reads stretches of one partition, each with a consumer of its own, of which there are few at a
/// time. Thread-safe.
public final class LogReader {
  private static final int READERS_MAX = 4;
  private static final Duration ANSWER_MAX = Duration.ofSeconds(3);
  private static final Duration POLL_MAX = Duration.ofMillis(200);
  private static final Duration CLOSE_MAX = Duration.ofSeconds(1);

  private final EventRecords form = new EventRecords(new EventCodec());
  private final LogSettings settings;
  private final Semaphore readers = new Semaphore(READERS_MAX);

  public LogReader(LogSettings settings) {
    this.settings = settings;
  }

  /// When a stretch ends, if not at its end.
  ///
  /// @param time it may take
  /// @param records it may have
  /// @param bytes of values at which it ends; one record is always read
  public record Bounds(Duration time, int records, long bytes) {}

  /// Committed records, as they stand in the log, in their order.
  ///
  /// @param next where to read on: all committed records before it have been read
  /// @param end up to where records are committed
  /// @param passed how many were read, those included that were not wanted
  public record Stretch<T>(List<T> records, long next, long end, long passed) {
    public boolean isWhole() {
      return next >= end;
    }
  }

  /// All records of one aggregate, as far as they are found in time.
  ///
  /// @param subject its id
  /// @param from no record of it stands before
  /// @throws LogUnavailableException if Kafka does not answer, or too many read already
  public Stretch<LogRecord> ofAggregate(
      EventTopic topic, int shard, String subject, long from, Bounds bounds) {
    return read(
        topic,
        shard,
        from,
        Long.MAX_VALUE,
        found -> EventRecords.aggregate(found).filter(subject::equals).map(_ -> decoded(found)),
        bounds);
  }

  /// @param from inclusive
  /// @param to exclusive
  /// @throws LogUnavailableException if Kafka does not answer, or too many read already
  public Stretch<StoredRecord> all(EventTopic topic, int shard, long from, long to, Bounds bounds) {
    return read(topic, shard, from, to, found -> Optional.of(stored(found)), bounds);
  }

  private <T> Stretch<T> read(
      EventTopic topic,
      int shard,
      long from,
      long to,
      Function<ConsumerRecord<byte[], byte[]>, Optional<T>> wanted,
      Bounds bounds) {
    if (!readers.tryAcquire()) {
      throw new LogUnavailableException(
          "Expected at most " + READERS_MAX + " to read the log at once, but there are more");
    }
    try {
      var consumer = new KafkaConsumer<byte[], byte[]>(settings.ofLook("projection-reader"));
      try {
        var partition = new TopicPartition(topic.topicName(), shard);
        consumer.assign(List.of(partition));
        long committed =
            consumer.endOffsets(List.of(partition), ANSWER_MAX).getOrDefault(partition, 0L);
        consumer.seek(partition, from);
        return read(consumer, partition, Math.min(to, committed), wanted, bounds);
      } finally {
        consumer.close(CloseOptions.timeout(CLOSE_MAX));
      }
    } catch (OffsetOutOfRangeException e) {
      throw new OutOfLogException(topic, shard, from, e);
    } catch (KafkaException e) {
      throw new LogUnavailableException(e);
    } finally {
      readers.release();
    }
  }

  private static <T> Stretch<T> read(
      KafkaConsumer<byte[], byte[]> consumer,
      TopicPartition partition,
      long end,
      Function<ConsumerRecord<byte[], byte[]>, Optional<T>> wanted,
      Bounds bounds) {
    var records = new ArrayList<T>();
    long bytes = 0;
    long passed = 0;
    long deadline = System.nanoTime() + bounds.time().toNanos();
    long next = consumer.position(partition, ANSWER_MAX);
    while (next < end && System.nanoTime() < deadline) {
      for (ConsumerRecord<byte[], byte[]> found : consumer.poll(POLL_MAX)) {
        if (found.offset() >= end) {
          return new Stretch<>(records, end, end, passed);
        }
        passed++;
        Optional<T> taken = wanted.apply(found);
        if (taken.isPresent()) {
          records.add(taken.get());
          bytes += Math.max(0, found.serializedValueSize());
        }
        if (records.size() == bounds.records() || bytes >= bounds.bytes()) {
          return new Stretch<>(records, found.offset() + 1, end, passed);
        }
      }
      next = consumer.position(partition, ANSWER_MAX);
    }
    return new Stretch<>(records, Math.min(next, end), end, passed);
  }

  private LogRecord decoded(ConsumerRecord<byte[], byte[]> found) {
    return new LogRecord(Microseconds.in(form.read(found)), raw(found));
  }

  private static StoredRecord stored(ConsumerRecord<byte[], byte[]> found) {
    return new StoredRecord(found.offset(), found.timestamp(), raw(found));
  }

  private static RawRecord raw(ConsumerRecord<byte[], byte[]> found) {
    var headers = new ArrayList<RawRecord.Header>();
    found.headers().forEach(each -> headers.add(new RawRecord.Header(each.key(), each.value())));
    return new RawRecord(found.key(), found.value(), headers);
  }
}
