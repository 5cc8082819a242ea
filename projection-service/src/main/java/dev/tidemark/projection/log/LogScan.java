package dev.tidemark.projection.log;

import dev.tidemark.events.EventTopic;
import dev.tidemark.projection.batch.LogRecord;
import dev.tidemark.projection.batch.Positions;
import dev.tidemark.projection.runtime.LogForm;
import dev.tidemark.projection.runtime.LogSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/// Reads one shard of the log once more, what is committed of it, up to where it is told. In no
/// group, and nothing remembers how far it is. For one thread.
public final class LogScan implements AutoCloseable {
  private static final Duration POLL_MAX = Duration.ofMillis(200);
  private static final Duration SILENCE_MAX = Duration.ofSeconds(20);
  private static final Duration CLOSE_MAX = Duration.ofSeconds(1);

  private final int shard;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final LogForm form = new LogForm();

  private LogScan(int shard, KafkaConsumer<byte[], byte[]> consumer) {
    this.shard = shard;
    this.consumer = consumer;
  }

  /// @throws LogUnavailableException if Kafka does not answer
  public static LogScan from(Positions start, int shard, LogSettings settings) {
    try {
      var scan =
          new LogScan(shard, new KafkaConsumer<>(settings.ofLook("projection-scan-" + shard)));
      scan.consumer.assign(Arrays.stream(EventTopic.values()).map(scan::partition).toList());
      for (EventTopic topic : EventTopic.values()) {
        scan.consumer.seek(scan.partition(topic), start.of(topic));
      }
      return scan;
    } catch (KafkaException e) {
      throw new LogUnavailableException(e);
    }
  }

  /// Reads on.
  ///
  /// @param end of which nothing is read, nor of what stands behind it
  /// @param pieces what was read, in log order within each topic
  /// @throws LogUnavailableException if nothing comes for too long
  public void readTo(Positions end, Consumer<List<LogRecord>> pieces) {
    try {
      consumer.resume(consumer.paused());
      long heard = System.nanoTime();
      while (!reached(end, SILENCE_MAX)) {
        long before = standing();
        pieces.accept(piece(end, POLL_MAX));
        if (standing() != before) {
          heard = System.nanoTime();
        } else if (System.nanoTime() - heard > SILENCE_MAX.toNanos()) {
          throw new LogUnavailableException(
              "Expected shard %d of the log to reach %s, but for %d s nothing came"
                  .formatted(shard, end, SILENCE_MAX.toSeconds()));
        }
      }
    } catch (KafkaException e) {
      throw new LogUnavailableException(e);
    }
  }

  /// Reads on likewise, what came since. Whoever catches the exception may go on from where it
  /// stands then.
  ///
  /// @throws LogUnavailableException if it is not there in time
  public void catchUp(Positions end, Duration within, Consumer<List<LogRecord>> pieces) {
    try {
      consumer.resume(consumer.paused());
      long deadline = System.nanoTime() + within.toNanos();
      while (!reached(end, left(deadline))) {
        var left = left(deadline);
        if (left.isZero()) {
          throw new LogUnavailableException(
              "Expected shard %d of the log to reach %s within %d ms, but it stands %d short of it"
                  .formatted(shard, end, within.toMillis(), missing(end)));
        }
        pieces.accept(piece(end, left.compareTo(POLL_MAX) < 0 ? left : POLL_MAX));
      }
    } catch (KafkaException e) {
      throw new LogUnavailableException(e);
    }
  }

  private List<LogRecord> piece(Positions end, Duration patience) {
    var piece = new ArrayList<LogRecord>();
    for (ConsumerRecord<byte[], byte[]> consumed : consumer.poll(patience)) {
      if (consumed.offset() < end.of(EventTopic.named(consumed.topic()))) {
        piece.add(form.read(consumed));
      }
    }
    return piece;
  }

  /// The records at these offsets of one topic; those that are not there are left out.
  public List<LogRecord> at(EventTopic topic, List<Long> offsets) {
    var found = new ArrayList<LogRecord>();
    for (long offset : offsets) {
      consumer.seek(partition(topic), offset);
      var only = Positions.START.with(topic, offset + 1);
      readTo(
          only, piece -> found.addAll(piece.stream().filter(it -> it.offset() == offset).toList()));
    }
    return found;
  }

  @Override
  public void close() {
    consumer.close(CloseOptions.timeout(CLOSE_MAX));
  }

  /// Those that are there hold still; what they were read too far is read again by who reads on.
  ///
  /// @param patience with a leader that has just moved, which must be asked where it stands
  private boolean reached(Positions end, Duration patience) {
    boolean all = true;
    for (EventTopic topic : EventTopic.values()) {
      TopicPartition partition = partition(topic);
      long position = consumer.position(partition, patience);
      boolean there = position >= end.of(topic);
      if (position > end.of(topic) && end.of(topic) > 0) {
        consumer.seek(partition, end.of(topic));
      }
      if (there && !consumer.paused().contains(partition)) {
        consumer.pause(List.of(partition));
      }
      all &= there;
    }
    return all;
  }

  private long standing() {
    return Arrays.stream(EventTopic.values())
        .mapToLong(topic -> consumer.position(partition(topic), SILENCE_MAX))
        .sum();
  }

  private static Duration left(long deadline) {
    return Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
  }

  private long missing(Positions end) {
    return Arrays.stream(EventTopic.values())
        .mapToLong(
            topic -> Math.max(0, end.of(topic) - consumer.position(partition(topic), POLL_MAX)))
        .sum();
  }

  private TopicPartition partition(EventTopic topic) {
    return new TopicPartition(topic.topicName(), shard);
  }
}
