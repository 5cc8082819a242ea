package dev.tidemark.query.changes;

import dev.tidemark.events.EventTopic;
import dev.tidemark.query.consistency.Scope;
import dev.tidemark.runtime.brokers.Brokers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/// Consumers of the event topics: without a group, for committed records only, from exactly where
/// they are told.
final class LogConsumers {
  private static final int TAIL_RECORDS_MAX = 500;
  private static final int TAIL_BYTES_MAX = 2 << 20;

  /// A turn of reading the past is short, and what was fetched beyond it is thrown away.
  private static final int PAST_RECORDS_MAX = 200;

  private static final int PAST_BYTES_MAX = 256 << 10;

  private final Brokers brokers;

  LogConsumers(Brokers brokers) {
    this.brokers = brokers;
  }

  KafkaConsumer<byte[], byte[]> ofTail() {
    return consumer("query-changes-tail", TAIL_RECORDS_MAX, TAIL_BYTES_MAX);
  }

  KafkaConsumer<byte[], byte[]> ofPast() {
    return consumer("query-changes-past", PAST_RECORDS_MAX, PAST_BYTES_MAX);
  }

  static List<TopicPartition> partitions(Scope scope) {
    var partitions = new ArrayList<TopicPartition>();
    for (EventTopic topic : scope.topics()) {
      for (int shard : scope.shards()) {
        partitions.add(new TopicPartition(topic.topicName(), shard));
      }
    }
    return partitions;
  }

  private KafkaConsumer<byte[], byte[]> consumer(String clientId, int recordsMax, int bytesMax) {
    Map<String, Object> settings = brokers.with(Map.of());
    settings.put(ConsumerConfig.CLIENT_ID_CONFIG, clientId);
    settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, recordsMax);
    settings.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, bytesMax);
    settings.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, bytesMax);
    settings.put(ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 1_000);
    settings.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    settings.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    return new KafkaConsumer<>(settings);
  }
}
