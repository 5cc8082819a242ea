package dev.tidemark.projection.runtime;

import dev.tidemark.events.kafka.ShardOpened;
import dev.tidemark.runtime.brokers.Brokers;
import dev.tidemark.runtime.membership.GroupSettings;
import java.util.Map;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/// @param group in which instances share the shards
/// @param batchEventsMax records applied in one transaction
/// @param fetchBytesMax of one answer of the broker, as it is compressed
public record LogSettings(Brokers brokers, String group, int batchEventsMax, int fetchBytesMax) {
  private static final int ADMIN_MS_MAX = 3_000;

  /// It reads what is there; what comes is not waited for, nor is an answer when it closes.
  private static final int LOOK_WAIT_MS_MAX = 50;

  /// The same, for batches of another size.
  public LogSettings withBatchEventsMax(int max) {
    return new LogSettings(brokers, group, max, fetchBytesMax);
  }

  /// For the log of a shard: read exactly from where we say, only what is committed.
  Map<String, Object> ofLog(int shard) {
    var settings = common("projection-" + shard);
    settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, batchEventsMax);
    settings.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, fetchBytesMax);
    settings.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, fetchBytesMax);
    return settings;
  }

  /// For whoever looks at some of the log and applies nothing: read from where it seeks, only what
  /// is committed.
  public Map<String, Object> ofLook(String clientId) {
    var settings = common(clientId);
    settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    settings.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, fetchBytesMax);
    settings.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, LOOK_WAIT_MS_MAX);
    return settings;
  }

  /// For whoever asks the brokers about themselves.
  public Map<String, Object> ofAdmin(String clientId) {
    return brokers.with(
        Map.of(
            AdminClientConfig.CLIENT_ID_CONFIG,
            clientId,
            AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
            ADMIN_MS_MAX,
            AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
            ADMIN_MS_MAX));
  }

  /// For the membership.
  public GroupSettings ofMembership() {
    return new GroupSettings(brokers, group, ShardOpened.TOPIC, "projection-membership");
  }

  private Map<String, Object> common(String clientId) {
    Map<String, Object> settings = brokers.with(Map.of());
    settings.put(ConsumerConfig.CLIENT_ID_CONFIG, clientId);
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    settings.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    settings.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    settings.put(ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 1_000);
    return settings;
  }
}
