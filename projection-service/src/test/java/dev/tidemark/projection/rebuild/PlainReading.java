package dev.tidemark.projection.rebuild;

import dev.tidemark.events.EventTopic;
import dev.tidemark.projection.runtime.LogSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/// Consumers that read what a rebuild reads, one for each shard, and do nothing with it.
final class PlainReading {
  private static final Duration POLL_MAX = Duration.ofMillis(500);

  private final LogSettings settings;
  private final int shards;

  PlainReading(LogSettings settings, int shards) {
    this.settings = settings;
    this.shards = shards;
  }

  /// @param records there are
  /// @return how long it took to read them all, in nanoseconds
  long run(long records) throws Exception {
    List<KafkaConsumer<byte[], byte[]>> consumers = new ArrayList<>();
    for (int shard = 0; shard < shards; shard++) {
      consumers.add(consumer(shard));
    }
    var read = new AtomicLong();
    try {
      long begun = System.nanoTime();
      Parallel.each(consumers, consumer -> read.addAndGet(readAll(consumer)));
      long took = System.nanoTime() - begun;
      if (read.get() != records) {
        throw new AssertionError("Expected " + records + " records, but read " + read);
      }
      return took;
    } finally {
      consumers.forEach(KafkaConsumer::close);
    }
  }

  private KafkaConsumer<byte[], byte[]> consumer(int shard) {
    var all = new HashMap<>(settings.ofLook("plain-" + shard));
    all.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, settings.batchEventsMax());
    all.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, settings.fetchBytesMax());
    var consumer = new KafkaConsumer<byte[], byte[]>(all);
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
