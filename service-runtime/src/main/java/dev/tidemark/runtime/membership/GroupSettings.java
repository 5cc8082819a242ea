package dev.tidemark.runtime.membership;

import dev.tidemark.runtime.brokers.Brokers;
import java.util.Map;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/// @param group in which instances share the shards
/// @param topic with one partition for each shard; no record of it is read
/// @param clientId as brokers' logs and metrics call this member
public record GroupSettings(Brokers brokers, String group, String topic, String clientId) {
  private static final int RECONNECT_MS_MAX = 1_000;
  private static final int ADMIN_MS_MAX = 2_000;

  Map<String, Object> ofAdmin() {
    return brokers.with(
        Map.of(
            AdminClientConfig.CLIENT_ID_CONFIG,
            clientId + "-admin",
            AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
            ADMIN_MS_MAX,
            AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
            ADMIN_MS_MAX));
  }

  Map<String, Object> ofConsumer() {
    return brokers.with(
        Map.of(
            ConsumerConfig.GROUP_ID_CONFIG,
            group,
            ConsumerConfig.CLIENT_ID_CONFIG,
            clientId,
            ConsumerConfig.GROUP_PROTOCOL_CONFIG,
            "consumer",
            ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
            "latest",
            ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
            false,
            ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
            false,
            ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG,
            RECONNECT_MS_MAX,
            ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG,
            ByteArrayDeserializer.class,
            ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG,
            ByteArrayDeserializer.class));
  }
}
