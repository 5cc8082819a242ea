package dev.tidemark.command.topics;

import static org.apache.kafka.common.config.TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG;
import static org.apache.kafka.common.config.TopicConfig.UNCLEAN_LEADER_ELECTION_ENABLE_CONFIG;

import dev.tidemark.events.kafka.TopicRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// How well a topic is kept: whether what was acknowledged outlives a broker, as production asks.
///
/// @param replicas the fewest of any partition
/// @param config every setting that has a value
record Kept(String topic, int replicas, Map<String, String> config) {
  private static final String MADE_WITH_REPLICAS = "transaction.state.log.replication.factor";
  private static final String MADE_WITH_IN_SYNC = "transaction.state.log.min.isr";

  /// Everything that is unsafe, with what to do about it; empty if nothing is.
  List<String> shortcomings() {
    var shortcomings = new ArrayList<String>();
    if (replicas < TopicRules.REPLICAS_MIN) {
      shortcomings.add(
          "%s: expected %d replicas or more in production, but it has %d. Reassign its partitions with kafka-reassign-partitions"
              .formatted(topic, TopicRules.REPLICAS_MIN, replicas));
    }
    if (number(config, MIN_IN_SYNC_REPLICAS_CONFIG) < TopicRules.IN_SYNC_MIN) {
      shortcomings.add(
          difference(MIN_IN_SYNC_REPLICAS_CONFIG, String.valueOf(TopicRules.IN_SYNC_MIN)));
    }
    if (!config.getOrDefault(UNCLEAN_LEADER_ELECTION_ENABLE_CONFIG, "false").equals("false")) {
      shortcomings.add(difference(UNCLEAN_LEADER_ELECTION_ENABLE_CONFIG, "false"));
    }
    return shortcomings;
  }

  /// The same of the topic of transactions while it is not there: a broker makes it when the first
  /// transaction begins.
  ///
  /// @param broker its configuration
  static List<String> shortcomingsToCome(Map<String, String> broker) {
    var shortcomings = new ArrayList<String>();
    for (var least :
        List.of(
            Map.entry(MADE_WITH_REPLICAS, TopicRules.REPLICAS_MIN),
            Map.entry(MADE_WITH_IN_SYNC, TopicRules.IN_SYNC_MIN))) {
      if (number(broker, least.getKey()) < least.getValue()) {
        shortcomings.add(
            "%s: expected brokers with %s=%d or more in production, but it is %d. Set it in the configuration of every broker"
                .formatted(
                    TopicRules.TRANSACTIONS,
                    least.getKey(),
                    least.getValue(),
                    number(broker, least.getKey())));
      }
    }
    return shortcomings;
  }

  private static int number(Map<String, String> config, String setting) {
    return Integer.parseInt(config.getOrDefault(setting, "0"));
  }

  private String difference(String setting, String expected) {
    return "%s: expected %s=%s in production, but it is %s. Fix: kafka-configs --alter --entity-type topics --entity-name %s --add-config %s=%s"
        .formatted(topic, setting, expected, config.get(setting), topic, setting, expected);
  }
}
