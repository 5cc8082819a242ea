package dev.tidemark.projection.admin;

import dev.tidemark.events.EventTopic;
import dev.tidemark.events.kafka.ShardOpened;
import dev.tidemark.events.kafka.TopicRules;
import dev.tidemark.projection.admin.TopicFinding.Level;
import dev.tidemark.projection.log.TopicFacts;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Compares topics with what the log needs. What the command service refuses to start on is found
/// here too, and how well the log is copied besides.
final class TopicFindings {
  static final List<String> NAMES =
      Stream.concat(
              Arrays.stream(EventTopic.values()).map(EventTopic::topicName),
              Stream.of(ShardOpened.TOPIC, TopicRules.TRANSACTIONS))
          .toList();

  private static final Set<String> COMPRESSIONS = Set.of("lz4", "zstd");

  private final Level copies;
  private final List<TopicFinding> findings = new ArrayList<>();

  private TopicFindings(boolean isProduction) {
    this.copies = isProduction ? Level.UNSAFE : Level.ADVICE;
  }

  /// @param isProduction whether too few copies are unsafe, and not only worth an advice
  static List<TopicFinding> of(
      List<TopicFacts> topics, int transactionVersion, boolean isProduction) {
    var findings = new TopicFindings(isProduction);
    findings.lookAtBrokers(transactionVersion);
    var byName = topics.stream().collect(Collectors.toMap(TopicFacts::name, topic -> topic));
    for (EventTopic topic : EventTopic.values()) {
      findings.lookAt(topic.topicName(), byName, TopicRules.HISTORY);
    }
    findings.lookAt(ShardOpened.TOPIC, byName, TopicRules.LATEST_ONLY);
    findings.lookAtPartitions(topics);
    topics.forEach(findings::lookAtCopies);
    return findings.findings;
  }

  private void lookAtBrokers(int transactionVersion) {
    if (transactionVersion < TopicRules.TRANSACTION_VERSION_MIN) {
      add(
          Level.UNSAFE,
          "",
          "transaction.version",
          TopicRules.TRANSACTION_VERSION_MIN + " or later",
          transactionVersion,
          "kafka-features upgrade --feature transaction.version="
              + TopicRules.TRANSACTION_VERSION_MIN);
    }
  }

  private void lookAt(String name, Map<String, TopicFacts> topics, Map<String, String> rules) {
    TopicFacts topic = topics.get(name);
    if (topic == null) {
      add(Level.UNSAFE, name, "topic", "to be there", "missing", "the command service makes it");
      return;
    }
    new TreeMap<>(rules)
        .forEach((setting, expected) -> {
          if (!expected.equals(topic.config().get(setting))) {
            setTo(Level.UNSAFE, topic, setting, expected, expected);
          }
        });
    if (rules.equals(TopicRules.HISTORY)
        && !COMPRESSIONS.contains(topic.config().getOrDefault("compression.type", ""))) {
      setTo(Level.ADVICE, topic, "compression.type", "lz4 or zstd", "lz4");
    }
  }

  /// A shard is the same partition of all of them.
  private void lookAtPartitions(List<TopicFacts> topics) {
    var ours =
        topics.stream().filter(topic -> !topic.name().equals(TopicRules.TRANSACTIONS)).toList();
    int least = ours.stream().mapToInt(TopicFacts::partitions).min().orElse(0);
    for (TopicFacts topic : ours) {
      if (topic.partitions() != least) {
        add(
            Level.UNSAFE,
            topic.name(),
            "partitions",
            String.valueOf(least),
            topic.partitions(),
            "the number is fixed for ever; bring the topic back as it was");
      }
    }
  }

  private void lookAtCopies(TopicFacts topic) {
    if (topic.replicas() < TopicRules.REPLICAS_MIN) {
      add(
          copies,
          topic.name(),
          "replicas",
          TopicRules.REPLICAS_MIN + " or more",
          topic.replicas(),
          "kafka-reassign-partitions");
    }
    if (topic.inSyncReplicas() < topic.replicas()) {
      add(
          copies,
          topic.name(),
          "in-sync replicas",
          String.valueOf(topic.replicas()),
          topic.inSyncReplicas(),
          "look for a broker that is down or slow");
    }
    if (number(topic, "min.insync.replicas") < TopicRules.IN_SYNC_MIN) {
      setTo(
          copies,
          topic,
          "min.insync.replicas",
          TopicRules.IN_SYNC_MIN + " or more",
          "" + TopicRules.IN_SYNC_MIN);
    }
    if (!topic.config().getOrDefault("unclean.leader.election.enable", "false").equals("false")) {
      setTo(Level.UNSAFE, topic, "unclean.leader.election.enable", "false", "false");
    }
  }

  private static int number(TopicFacts topic, String setting) {
    return Integer.parseInt(topic.config().getOrDefault(setting, "0"));
  }

  private void setTo(
      Level level, TopicFacts topic, String setting, String expected, String target) {
    add(
        level,
        topic.name(),
        setting,
        expected,
        topic.config().getOrDefault(setting, "not set"),
        "kafka-configs --alter --entity-type topics --entity-name %s --add-config %s=%s"
            .formatted(topic.name(), setting, target));
  }

  private void add(
      Level level, String topic, String setting, String expected, Object actual, String remedy) {
    findings.add(new TopicFinding(level, topic, setting, expected, String.valueOf(actual), remedy));
  }
}
