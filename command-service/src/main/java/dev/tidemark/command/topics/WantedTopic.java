package dev.tidemark.command.topics;

import dev.tidemark.events.EventTopic;
import dev.tidemark.events.kafka.ShardOpened;
import dev.tidemark.events.kafka.TopicRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;

/// A topic as it must be.
///
/// @param config what must be set so, and no other way
record WantedTopic(String name, int partitions, short replicas, Map<String, String> config) {
  static List<WantedTopic> all(TopicSettings settings) {
    var all = new ArrayList<WantedTopic>();
    for (EventTopic topic : EventTopic.values()) {
      all.add(of(topic.topicName(), settings, history(settings)));
    }
    all.add(of(ShardOpened.TOPIC, settings, TopicRules.LATEST_ONLY));
    return List.copyOf(all);
  }

  private static Map<String, String> history(TopicSettings settings) {
    var history = new TreeMap<>(TopicRules.HISTORY);
    history.put(TopicConfig.COMPRESSION_TYPE_CONFIG, settings.compression().label());
    return history;
  }

  private static WantedTopic of(String name, TopicSettings settings, Map<String, String> config) {
    return new WantedTopic(
        name, settings.partitions(), (short) settings.replicationFactor(), config);
  }

  /// With enough copies, no record is acknowledged that only one of them has.
  NewTopic toCreate() {
    var all = new TreeMap<>(config);
    if (replicas >= TopicRules.REPLICAS_MIN) {
      all.put(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG, String.valueOf(TopicRules.IN_SYNC_MIN));
    }
    return new NewTopic(name, Optional.of(partitions), Optional.of(replicas)).configs(all);
  }

  /// Everything in which a topic differs, with what to do about it; empty if it is right.
  List<String> differences(int actualPartitions, int actualReplicas, Map<String, String> actual) {
    var differences = new ArrayList<String>();
    if (actualPartitions != partitions) {
      differences.add(
          "%s: expected %d partitions, but it has %d. The number is fixed for ever: set COMMAND_PARTITIONS=%d"
              .formatted(name, partitions, actualPartitions, actualPartitions));
    }
    if (actualReplicas < replicas) {
      differences.add(
          "%s: expected %d replicas, but it has %d. Reassign its partitions with kafka-reassign-partitions, or set COMMAND_REPLICATION_FACTOR=%d"
              .formatted(name, replicas, actualReplicas, actualReplicas));
    }
    new TreeMap<>(config)
        .forEach((key, value) -> {
          if (!value.equals(actual.get(key))) {
            differences.add(
                "%s: expected %s=%s, but it is %s. Fix: kafka-configs --alter --entity-type topics --entity-name %s --add-config %s=%s"
                    .formatted(name, key, value, actual.get(key), name, key, value));
          }
        });
    return differences;
  }
}
