package dev.tidemark.command.log;

import dev.tidemark.events.kafka.ShardOpened;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/// Tells whether a shard has been opened again. One question to a broker, and nothing is written.
final class Openings implements AutoCloseable {
  /// Nobody is left waiting for what it would say to the brokers.
  private static final Duration CLOSE_MAX = Duration.ofMillis(500);

  private static final Duration CALL_MAX = Duration.ofSeconds(4);

  /// Of an opening there are two records: itself and the commit of its transaction, which the
  /// broker writes before it lets anybody else open.
  private static final int RECORDS_OF_ONE = 2;

  private final TopicPartition partition;
  private final KafkaConsumer<byte[], byte[]> consumer;

  Openings(int shard, LogSettings settings) {
    this.partition = new TopicPartition(ShardOpened.TOPIC, shard);
    this.consumer =
        new KafkaConsumer<>(
            settings
                .brokers()
                .with(
                    Map.of(
                        ConsumerConfig.CLIENT_ID_CONFIG,
                        settings.node() + "-openings-" + shard,
                        // An opening that is not committed yet counts: it has fenced everybody
                        // else.
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                        "read_uncommitted",
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                        false)),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
  }

  /// @param term the offset of an opening
  boolean isLatest(long term) {
    Long end = consumer.endOffsets(Set.of(partition), CALL_MAX).get(partition);
    return end != null && end <= term + RECORDS_OF_ONE;
  }

  @Override
  public void close() {
    consumer.close(CloseOptions.timeout(CLOSE_MAX));
  }
}
