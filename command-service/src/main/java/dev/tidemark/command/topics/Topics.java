package dev.tidemark.command.topics;

import static java.util.Objects.requireNonNull;

import dev.tidemark.events.EventTopic;
import dev.tidemark.events.kafka.TopicRules;
import dev.tidemark.runtime.StartupException;
import dev.tidemark.runtime.brokers.Brokers;
import dev.tidemark.runtime.settings.Profile;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.FinalizedVersionRange;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes the topics that are missing, and refuses to start on any that are not as they must be.
public final class Topics {
  private static final Logger LOG = LoggerFactory.getLogger(Topics.class);

  /// Brokers may be starting as well.
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final Duration REQUEST_MAX = Duration.ofSeconds(5);

  private final Admin admin;
  private final List<WantedTopic> wanted;
  private final Profile profile;

  private Topics(Admin admin, List<WantedTopic> wanted, Profile profile) {
    this.admin = admin;
    this.wanted = wanted;
    this.profile = profile;
  }

  /// @param profile in production the loss of a broker must lose nothing that was acknowledged
  /// @return the identity of the log: other brokers, or a topic made anew, are another log
  /// @throws StartupException saying everything that is wrong and how to mend it
  public static String ensure(Brokers brokers, TopicSettings settings, Profile profile) {
    Map<String, Object> config =
        brokers.with(
            Map.of(
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                (int) PATIENCE.toMillis(),
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
                (int) REQUEST_MAX.toMillis()));
    try (Admin admin = Admin.create(config)) {
      var topics = new Topics(admin, WantedTopic.all(settings), profile);
      topics.requireTransactions();
      topics.createMissing();
      return topics.requireAsWanted();
    } catch (ExecutionException | KafkaException e) {
      throw new StartupException(
          "KAFKA_BOOTSTRAP_SERVERS %s cannot be worked with: %s"
              .formatted(brokers.bootstrapServers(), e.getMessage()),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StartupException("Stopped before it had started", e);
    }
  }

  private void requireTransactions() throws ExecutionException, InterruptedException {
    FinalizedVersionRange version =
        admin
            .describeFeatures()
            .featureMetadata()
            .get()
            .finalizedFeatures()
            .get("transaction.version");
    short actual = version == null ? 0 : version.maxVersionLevel();
    if (actual < TopicRules.TRANSACTION_VERSION_MIN) {
      throw new StartupException(
          "Expected brokers with transaction.version %d or later, but it is %d. Fix: kafka-features upgrade --feature transaction.version=%d"
              .formatted(
                  TopicRules.TRANSACTION_VERSION_MIN, actual, TopicRules.TRANSACTION_VERSION_MIN));
    }
  }

  private void createMissing() throws ExecutionException, InterruptedException {
    var present = admin.listTopics().names().get();
    for (WantedTopic topic : wanted) {
      if (present.contains(topic.name())) {
        continue;
      }
      try {
        admin.createTopics(List.of(topic.toCreate())).all().get();
        LOG.info("Made topic {} with {} partitions", topic.name(), topic.partitions());
      } catch (ExecutionException e) {
        if (!(e.getCause() instanceof TopicExistsException)) {
          throw e;
        }
        LOG.info("Topic {} was made by another instance", topic.name());
      }
    }
  }

  private String requireAsWanted() throws ExecutionException, InterruptedException {
    List<String> names = wanted.stream().map(WantedTopic::name).toList();
    List<ConfigResource> resources =
        names.stream().map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name)).toList();
    Map<String, TopicDescription> descriptions = describe(names);
    Map<ConfigResource, Config> configs = admin.describeConfigs(resources).all().get();
    var differences = new ArrayList<String>();
    for (WantedTopic topic : wanted) {
      var resource = new ConfigResource(ConfigResource.Type.TOPIC, topic.name());
      var kept =
          kept(
              requireNonNull(descriptions.get(topic.name())),
              requireNonNull(configs.get(resource)));
      int partitions = requireNonNull(descriptions.get(topic.name())).partitions().size();
      differences.addAll(topic.differences(partitions, kept.replicas(), kept.config()));
      if (profile == Profile.PRODUCTION) {
        differences.addAll(kept.shortcomings());
      }
    }
    if (profile == Profile.PRODUCTION) {
      differences.addAll(shortcomingsOfTransactions());
    }
    if (!differences.isEmpty()) {
      throw new StartupException(
          "The topics are not as they must be:\n  " + String.join("\n  ", differences));
    }
    return identity(descriptions);
  }

  /// A topic that was made just now takes a moment to be known to the broker that is asked.
  private Map<String, TopicDescription> describe(List<String> names)
      throws ExecutionException, InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try {
        return admin.describeTopics(names).allTopicNames().get();
      } catch (ExecutionException e) {
        boolean unknown = e.getCause() instanceof UnknownTopicOrPartitionException;
        if (!unknown || System.nanoTime() > deadline) {
          throw e;
        }
      }
    }
  }

  private List<String> shortcomingsOfTransactions()
      throws ExecutionException, InterruptedException {
    String name = TopicRules.TRANSACTIONS;
    try {
      TopicDescription description =
          requireNonNull(admin.describeTopics(List.of(name)).topicNameValues().get(name)).get();
      return kept(description, config(ConfigResource.Type.TOPIC, name)).shortcomings();
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
        throw e;
      }
    }
    String broker = admin.describeCluster().nodes().get().iterator().next().idString();
    return Kept.shortcomingsToCome(values(config(ConfigResource.Type.BROKER, broker)));
  }

  private Config config(ConfigResource.Type type, String name)
      throws ExecutionException, InterruptedException {
    var resource = new ConfigResource(type, name);
    return requireNonNull(admin.describeConfigs(List.of(resource)).all().get().get(resource));
  }

  private static Kept kept(TopicDescription description, Config config) {
    int replicas =
        description.partitions().stream().mapToInt(p -> p.replicas().size()).min().orElse(0);
    return new Kept(description.name(), replicas, values(config));
  }

  private static Map<String, String> values(Config config) {
    return config.entries().stream()
        .filter(entry -> entry.value() != null)
        .collect(Collectors.toMap(ConfigEntry::name, ConfigEntry::value));
  }

  private String identity(Map<String, TopicDescription> descriptions)
      throws ExecutionException, InterruptedException {
    var identity = new StringBuilder(admin.describeCluster().clusterId().get());
    for (EventTopic topic : EventTopic.values()) {
      identity.append(' ').append(requireNonNull(descriptions.get(topic.topicName())).topicId());
    }
    return identity.toString();
  }
}
