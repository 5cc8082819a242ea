package dev.tidemark.projection.log;

import dev.tidemark.events.EventTopic;
import dev.tidemark.projection.runtime.LogSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/// What the brokers say of topics, features and groups. Thread-safe.
public final class ClusterLook implements AutoCloseable {
  private static final String TRANSACTION_VERSION = "transaction.version";

  private final LogSettings settings;
  private @Nullable Admin open;

  /// Connects when it is first asked.
  public ClusterLook(LogSettings settings) {
    this.settings = settings;
  }

  /// Of those of `names` that are there.
  ///
  /// @throws LogUnavailableException if Kafka does not tell in time
  public List<TopicFacts> topics(Collection<String> names) {
    var described = admin().describeTopics(names).topicNameValues();
    var there = new ArrayList<TopicDescription>();
    for (var each : described.values()) {
      try {
        there.add(each.get());
      } catch (ExecutionException e) {
        if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
          throw new LogUnavailableException(e);
        }
      } catch (InterruptedException e) {
        throw interrupted(e);
      }
    }
    var configs =
        told(admin().describeConfigs(there.stream().map(ClusterLook::resource).toList()).all());
    return there.stream()
        .map(topic -> {
          var config = configs.get(resource(topic));
          return facts(topic, config == null ? List.of() : config.entries());
        })
        .toList();
  }

  /// The same as long as the log is the same: the brokers' cluster and the event topics in it.
  ///
  /// @throws LogUnavailableException if Kafka does not tell in time
  public String identity() {
    var names = Arrays.stream(EventTopic.values()).map(EventTopic::topicName).toList();
    Map<String, TopicDescription> topics = told(admin().describeTopics(names).allTopicNames());
    return told(admin().describeCluster().clusterId())
        + names.stream()
            .map(topics::get)
            .map(topic -> topic == null ? "" : " " + topic.topicId())
            .collect(Collectors.joining());
  }

  /// 0 if the brokers know no such feature.
  ///
  /// @throws LogUnavailableException if Kafka does not tell in time
  public int transactionVersion() {
    var version =
        told(admin().describeFeatures().featureMetadata())
            .finalizedFeatures()
            .get(TRANSACTION_VERSION);
    return version == null ? 0 : version.maxVersionLevel();
  }

  /// Who projects which shard, by the group's own account.
  ///
  /// @throws LogUnavailableException if Kafka does not tell in time
  public List<Projector> projectors() {
    var group = settings.group();
    try {
      var described = admin().describeConsumerGroups(List.of(group)).describedGroups().get(group);
      return described == null
          ? List.of()
          : described.get().members().stream()
              .flatMap(member -> projectors(member).stream())
              .toList();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof GroupIdNotFoundException) {
        return List.of();
      }
      throw new LogUnavailableException(e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  @Override
  public synchronized void close() {
    if (open != null) {
      open.close(Duration.ZERO);
    }
  }

  private static List<Projector> projectors(MemberDescription member) {
    return member.assignment().topicPartitions().stream()
        .map(each -> new Projector(each.partition(), member.consumerId(), member.host()))
        .toList();
  }

  private static TopicFacts facts(TopicDescription topic, Collection<ConfigEntry> config) {
    var partitions = topic.partitions();
    return new TopicFacts(
        topic.name(),
        partitions.size(),
        partitions.stream().mapToInt(each -> each.replicas().size()).min().orElse(0),
        partitions.stream().mapToInt(each -> each.isr().size()).min().orElse(0),
        config.stream()
            .filter(entry -> entry.value() != null)
            .collect(Collectors.toMap(ConfigEntry::name, ConfigEntry::value)));
  }

  private static ConfigResource resource(TopicDescription topic) {
    return new ConfigResource(ConfigResource.Type.TOPIC, topic.name());
  }

  private static <T> T told(KafkaFuture<T> answer) {
    try {
      return answer.get();
    } catch (ExecutionException e) {
      throw new LogUnavailableException(e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static LogUnavailableException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new LogUnavailableException(e);
  }

  /// Made late: a name that cannot be resolved yet must not keep the service from starting.
  private synchronized Admin admin() {
    Admin admin = open;
    if (admin == null) {
      try {
        admin = Admin.create(settings.ofAdmin("projection-cluster-look"));
      } catch (KafkaException e) {
        throw new LogUnavailableException(e);
      }
      open = admin;
    }
    return admin;
  }
}
