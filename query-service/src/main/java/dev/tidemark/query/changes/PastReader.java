package dev.tidemark.query.changes;

import dev.tidemark.events.EventTopic;
import dev.tidemark.query.changes.Next.Change;
import dev.tidemark.query.consistency.Scope;
import dev.tidemark.runtime.problem.Problem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/// Reads what streams have missed, a bounded piece at a time. For one thread at a time.
final class PastReader implements AutoCloseable {
  private static final Duration POLL_MAX = Duration.ofMillis(200);
  private static final Duration TURN_MAX = Duration.ofMillis(500);
  private static final Duration SILENCE_MAX = Duration.ofSeconds(3);
  private static final Duration CLOSE_MAX = Duration.ofMillis(500);
  private static final int PIECE_CHARS_MAX = 64 << 10;

  /// A piece of the past.
  ///
  /// @param reached where a stream stands that has got the changes
  record Piece(List<Change> changes, Mark reached) {}

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final ChangeText text;

  PastReader(KafkaConsumer<byte[], byte[]> consumer, ChangeText text) {
    this.consumer = consumer;
    this.text = text;
  }

  /// What the filter admits between two marks, or the first part of it: as much as fits into a
  /// piece, or can be found in a turn.
  ///
  /// @throws NotReadException if Kafka does not answer
  /// @throws dev.tidemark.runtime.problem.ProblemException 410 if the log does not hold it any more
  Piece read(ChangeFilter filter, Mark from, Mark to) {
    List<TopicPartition> behind =
        LogConsumers.partitions(filter.scope()).stream()
            .filter(partition -> next(from, partition) < next(to, partition))
            .toList();
    try {
      consumer.assign(behind);
      behind.forEach(partition -> consumer.seek(partition, next(from, partition)));
      return new Turn(filter, from, to, behind).take();
    } catch (OffsetOutOfRangeException e) {
      throw Problem.of(
              410,
              "gone",
              "The past is gone",
              "Expected the log to hold what follows the token, but it does not any more")
          .exception();
    } catch (KafkaException e) {
      throw new NotReadException("Expected to read the log, but: " + e.getMessage());
    }
  }

  @Override
  public void close() {
    consumer.close(CloseOptions.timeout(CLOSE_MAX));
  }

  private static long next(Mark mark, TopicPartition partition) {
    return mark.next(EventTopic.named(partition.topic()), partition.partition());
  }

  private final class Turn {
    private final ChangeFilter filter;
    private final Scope scope;
    private final Mark to;
    private final List<TopicPartition> behind;
    private final Cursor cursor;
    private final List<Change> changes = new ArrayList<>();
    private long chars;

    Turn(ChangeFilter filter, Mark from, Mark to, List<TopicPartition> behind) {
      this.filter = filter;
      this.scope = filter.scope();
      this.to = to;
      this.behind = behind;
      this.cursor = new Cursor(from);
    }

    Piece take() {
      long start = System.nanoTime();
      Mark before = cursor.mark();
      while (true) {
        if (poll() || cursor.mark().hasReached(to, scope)) {
          return new Piece(changes, cursor.mark());
        }
        long elapsed = System.nanoTime() - start;
        boolean progress = before.distanceTo(cursor.mark(), scope) > 0;
        if (progress && elapsed > TURN_MAX.toNanos()) {
          return new Piece(changes, cursor.mark());
        }
        if (elapsed > SILENCE_MAX.toNanos()) {
          throw new NotReadException("Expected to read the log, but Kafka does not answer");
        }
      }
    }

    /// Whether the piece is full: then what else was polled is left for the next one.
    private boolean poll() {
      for (ConsumerRecord<byte[], byte[]> raw : consumer.poll(POLL_MAX)) {
        var each = Committed.of(raw);
        if (each.offset() >= to.next(each.topic(), each.shard())) {
          continue;
        }
        if (chars >= PIECE_CHARS_MAX) {
          return true;
        }
        cursor.pass(each);
        if (filter.admits(each)) {
          text.of(each).ifPresent(this::add);
        }
      }
      for (TopicPartition partition : behind) {
        long position = Math.min(consumer.position(partition, POLL_MAX), next(to, partition));
        cursor.moveTo(EventTopic.named(partition.topic()), partition.partition(), position);
      }
      return false;
    }

    private void add(String change) {
      changes.add(new Change(0, change, cursor.mark()));
      chars += change.length();
    }
  }
}
