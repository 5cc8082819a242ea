package dev.tidemark.command.log;

import dev.tidemark.command.shard.LogFailedException;
import dev.tidemark.events.EventTopic;
import dev.tidemark.events.kafka.EventRecords;
import dev.tidemark.events.kafka.LogEntry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/// Reads a shard's partitions up to its owner's markers.
final class ShardReader implements AutoCloseable {
  /// Brokers forget a reader by themselves: whoever takes over does not wait for that.
  private static final Duration CLOSE_MAX = Duration.ofMillis(500);

  private static final Duration POLL_MAX = Duration.ofMillis(200);
  private static final Duration CALL_MAX = Duration.ofSeconds(10);
  private static final int RECORDS_MAX = 2_000;
  private static final int FETCH_WAIT_MS_MAX = 200;
  private static final int LEISURE_BYTES = 256 << 10;

  private final int shard;
  private final EventRecords records;
  private final Duration stallMax;
  private final KafkaConsumer<byte[], byte[]> consumer;

  /// One that takes over, while clients wait.
  static ShardReader inHaste(int shard, LogSettings settings, EventRecords records) {
    return new ShardReader(shard, settings, records, 1);
  }

  /// One that follows for as long as others own the shard: it takes a little later what it can then
  /// take at once.
  static ShardReader atLeisure(int shard, LogSettings settings, EventRecords records) {
    return new ShardReader(shard, settings, records, LEISURE_BYTES);
  }

  private ShardReader(int shard, LogSettings settings, EventRecords records, int fetchBytesMin) {
    this.shard = shard;
    this.records = records;
    this.stallMax = settings.replayStallMax();
    this.consumer =
        new KafkaConsumer<>(
            settings
                .brokers()
                .with(
                    Map.of(
                        ConsumerConfig.CLIENT_ID_CONFIG,
                        settings.node() + "-replay-" + shard,
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                        "read_committed",
                        // A position that is not there any more is lost history, not a reason to
                        // skip.
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                        "none",
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                        false,
                        ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                        (int) CALL_MAX.toMillis(),
                        ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                        RECORDS_MAX,
                        ConsumerConfig.FETCH_MIN_BYTES_CONFIG,
                        fetchBytesMin,
                        ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG,
                        FETCH_WAIT_MS_MAX)),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
  }

  void read(
      Map<EventTopic, Long> markers, Map<EventTopic, Long> after, Consumer<List<LogEntry>> sink)
      throws LogFailedException {
    seek(markers.keySet(), after);
    var missing = new EnumMap<EventTopic, Long>(markers);
    long progressAt = System.nanoTime();
    while (!missing.isEmpty()) {
      var entries = new ArrayList<LogEntry>();
      for (ConsumerRecord<byte[], byte[]> consumed : consumer.poll(POLL_MAX)) {
        EventTopic topic = EventTopic.named(consumed.topic());
        Long marker = missing.get(topic);
        if (marker == null) {
          continue;
        }
        entries.add(records.read(consumed));
        if (consumed.offset() >= marker) {
          missing.remove(topic);
        }
      }
      if (!entries.isEmpty()) {
        sink.accept(entries);
        progressAt = System.nanoTime();
      } else if (System.nanoTime() - progressAt > stallMax.toNanos()) {
        throw new LogFailedException(stalled(missing));
      }
    }
  }

  /// Whatever has come since; the first call says where to begin.
  ///
  /// @return how many records are still ahead; empty if brokers have not told yet
  OptionalLong readOn(
      Map<EventTopic, Long> after, Duration patience, Consumer<List<LogEntry>> sink) {
    if (consumer.assignment().isEmpty()) {
      seek(List.of(EventTopic.values()), after);
    }
    var entries = new ArrayList<LogEntry>();
    for (ConsumerRecord<byte[], byte[]> consumed : consumer.poll(patience)) {
      entries.add(records.read(consumed));
    }
    if (!entries.isEmpty()) {
      sink.accept(entries);
    }
    long left = 0;
    for (TopicPartition partition : consumer.assignment()) {
      OptionalLong ofPartition = consumer.currentLag(partition);
      if (ofPartition.isEmpty()) {
        return OptionalLong.empty();
      }
      left += ofPartition.getAsLong();
    }
    return OptionalLong.of(left);
  }

  private void seek(Collection<EventTopic> topics, Map<EventTopic, Long> after) {
    consumer.assign(topics.stream().map(this::partition).toList());
    for (EventTopic topic : topics) {
      Long applied = after.get(topic);
      if (applied == null) {
        consumer.seekToBeginning(List.of(partition(topic)));
      } else {
        // The record that was applied last comes once more and is skipped by whoever applied it.
        consumer.seek(partition(topic), applied);
      }
    }
  }

  private String stalled(Map<EventTopic, Long> missing) {
    var message =
        new StringBuilder(
            "Expected to reach the markers, but for %d s nothing came:"
                .formatted(stallMax.toSeconds()));
    List<TopicPartition> partitions = missing.keySet().stream().map(this::partition).toList();
    // Read committed, the end is the last stable offset: where the oldest open transaction begins.
    Map<TopicPartition, Long> stable = consumer.endOffsets(partitions);
    missing.forEach((topic, marker) ->
        message.append(
            " %s is read to %d, its marker is %d, its last stable offset %s;"
                .formatted(
                    partition(topic),
                    consumer.position(partition(topic)),
                    marker,
                    stable.get(partition(topic)))));
    return message.toString();
  }

  private TopicPartition partition(EventTopic topic) {
    return new TopicPartition(topic.topicName(), shard);
  }

  @Override
  public void close() {
    consumer.close(CloseOptions.timeout(CLOSE_MAX));
  }
}
