package dev.tidemark.command.topics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.command.topics.TopicSettings.Compression;
import dev.tidemark.localstack.LocalStack;
import dev.tidemark.runtime.StartupException;
import dev.tidemark.runtime.brokers.Brokers;
import dev.tidemark.runtime.settings.Profile;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.AlterConfigOp.OpType;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.ConfigResource.Type;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TopicsIT {
  private static final LocalStack STACK = LocalStack.onDemand();
  private static final TopicSettings SETTINGS = new TopicSettings(4, 1, Compression.LZ4);

  private String identity;

  @BeforeEach
  void makeThem() {
    identity = ensure(SETTINGS);
  }

  @AfterAll
  static void stop() {
    STACK.close();
  }

  private static String ensure(TopicSettings settings) {
    return ensure(settings, Profile.DEVELOPMENT);
  }

  private static String ensure(TopicSettings settings, Profile profile) {
    return Topics.ensure(Brokers.plain(STACK.kafka().bootstrapServers()), settings, profile);
  }

  private static void alter(String topic, ConfigEntry entry, OpType operation) throws Exception {
    try (var admin = Admin.create(Map.of("bootstrap.servers", STACK.kafka().bootstrapServers()))) {
      var resource = new ConfigResource(Type.TOPIC, topic);
      var change = List.of(new AlterConfigOp(entry, operation));
      admin.incrementalAlterConfigs(Map.of(resource, change)).all().get();
    }
  }

  @Test
  void topicsThatAreAsTheyMustBeAreLeftAlone() {
    assertThat(ensure(SETTINGS)).isEqualTo(identity);
  }

  @Test
  void everyDifferenceIsNamedWithItsRemedy() throws Exception {
    var week = new ConfigEntry("retention.ms", "604800000");
    var deleted = new ConfigEntry("cleanup.policy", "delete");
    alter("orders.events", week, OpType.SET);
    alter("shards", deleted, OpType.SET);
    try {
      assertThatThrownBy(() -> ensure(SETTINGS))
          .isInstanceOf(StartupException.class)
          .hasMessageContaining("orders.events: expected retention.ms=-1, but it is 604800000")
          .hasMessageContaining(
              "kafka-configs --alter --entity-type topics --entity-name orders.events"
                  + " --add-config retention.ms=-1")
          .hasMessageContaining("shards: expected cleanup.policy=compact, but it is delete");
    } finally {
      alter("orders.events", new ConfigEntry("retention.ms", "-1"), OpType.SET);
      alter("shards", new ConfigEntry("cleanup.policy", "compact"), OpType.SET);
    }
  }

  @Test
  void anotherNumberOfShardsOrReplicasIsRefused() {
    assertThatThrownBy(() -> ensure(new TopicSettings(8, 3, Compression.LZ4)))
        .isInstanceOf(StartupException.class)
        .hasMessageContaining("users.events: expected 8 partitions, but it has 4")
        .hasMessageContaining("set COMMAND_PARTITIONS=4")
        .hasMessageContaining("sessions.events: expected 3 replicas, but it has 1");
  }

  @Test
  void productionRefusesTopicsThatOneBrokerCanLoseAllAtOnce() {
    assertThatThrownBy(() -> ensure(SETTINGS, Profile.PRODUCTION))
        .isInstanceOf(StartupException.class)
        .hasMessageContaining("orders.events: expected 3 replicas or more in production")
        .hasMessageContaining("orders.events: expected min.insync.replicas=2 in production")
        .hasMessageContaining("shards: expected 3 replicas or more in production")
        .hasMessageContaining("__transaction_state: expected ");
  }
}
