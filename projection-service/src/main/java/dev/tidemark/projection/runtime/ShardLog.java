package dev.tidemark.projection.runtime;

import dev.tidemark.events.EventTopic;
import dev.tidemark.projection.batch.Batch;
import dev.tidemark.projection.batch.LogRecord;
import dev.tidemark.projection.batch.Positions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;

/// One shard of the log: the same partition of all event topics. For one thread, but for [#wakeUp].
final class ShardLog implements AutoCloseable {
  private static final Duration METADATA_MAX = Duration.ofSeconds(5);
  private static final Duration CLOSE_MAX = Duration.ofSeconds(2);

  private final int shard;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final LogForm form = new LogForm();

  ShardLog(int shard, LogSettings settings) {
    this.shard = shard;
    this.consumer = new KafkaConsumer<>(settings.ofLog(shard));
  }

  /// Reads on from these positions.
  ///
  /// @throws LogException.NotThere if the topics are not there yet
  void seek(Positions positions) {
    for (EventTopic topic : EventTopic.values()) {
      // Without this a consumer waits for a missing partition for ever, and silently.
      var partitions = consumer.partitionsFor(topic.topicName(), METADATA_MAX);
      int count = partitions == null ? 0 : partitions.size();
      if (count <= shard) {
        throw new LogException.NotThere(topic.topicName(), shard, count);
      }
    }
    consumer.assign(Arrays.stream(EventTopic.values()).map(this::partition).toList());
    for (EventTopic topic : EventTopic.values()) {
      consumer.seek(partition(topic), positions.of(topic));
    }
  }

  /// What comes next, as soon as there is anything; nothing after `patience`, or when woken up.
  ///
  /// @throws LogException.OutOfRange if what comes next is not in the log
  Batch poll(Duration patience) {
    try {
      var polled = consumer.poll(patience);
      var batch = new ArrayList<LogRecord>(polled.count());
      polled.forEach(consumed -> batch.add(form.read(consumed)));
      return new Batch(batch, positions());
    } catch (WakeupException e) {
      return new Batch(List.of(), positions());
    } catch (OffsetOutOfRangeException e) {
      throw outOfRange(e);
    }
  }

  /// How many records were committed but not polled when the broker last answered. Holes count too.
  OptionalLong lag() {
    long lag = 0;
    for (EventTopic topic : EventTopic.values()) {
      OptionalLong ofTopic = consumer.currentLag(partition(topic));
      if (ofTopic.isEmpty()) {
        return OptionalLong.empty();
      }
      lag += ofTopic.getAsLong();
    }
    return OptionalLong.of(lag);
  }

  /// Ends a poll that waits, or else the next one. From any thread.
  void wakeUp() {
    consumer.wakeup();
  }

  @Override
  public void close() {
    consumer.close(CloseOptions.timeout(CLOSE_MAX));
  }

  private Positions positions() {
    Positions positions = Positions.START;
    for (EventTopic topic : EventTopic.values()) {
      positions = positions.with(topic, consumer.position(partition(topic)));
    }
    return positions;
  }

  private LogException outOfRange(OffsetOutOfRangeException e) {
    var first = e.offsetOutOfRangePartitions().entrySet().iterator().next();
    TopicPartition partition = first.getKey();
    var partitions = List.of(partition);
    return new LogException.OutOfRange(
        partition.topic(),
        shard,
        first.getValue(),
        consumer.beginningOffsets(partitions, METADATA_MAX).getOrDefault(partition, -1L),
        consumer.endOffsets(partitions, METADATA_MAX).getOrDefault(partition, -1L));
  }

  private TopicPartition partition(EventTopic topic) {
    return new TopicPartition(topic.topicName(), shard);
  }
}
