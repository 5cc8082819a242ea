package dev.tidemark.command.log;

import static dev.tidemark.command.log.GivenLogs.registered;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.command.shard.Opened;
import dev.tidemark.command.topics.TopicSettings;
import dev.tidemark.command.topics.TopicSettings.Compression;
import dev.tidemark.command.topics.Topics;
import dev.tidemark.events.EventTopic;
import dev.tidemark.events.kafka.LogEntry;
import dev.tidemark.localstack.LocalStack;
import dev.tidemark.runtime.brokers.Brokers;
import dev.tidemark.runtime.settings.Profile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/// Each transaction raises the epoch of its producer, which has 15 bits. When they are used up the
/// coordinator hands out another producer id. `-Depochs.transactions=110000` writes so many
/// transactions with *each* id of one log: three rotations take more than 98,301.
@EnabledIfSystemProperty(named = "epochs.transactions", matches = "\\d+")
class EpochRotationIT {
  private static final int TRANSACTIONS = Integer.getInteger("epochs.transactions", 0);
  private static final int EPOCHS_MAX = Short.MAX_VALUE + 1;
  private static final int LOOK_EVERY = 1_000;
  private static final int SHARD = 0;
  private static final List<String> IDS = ShardProducers.ids(SHARD);

  @Test
  void nothingIsLostOrDoubledWhenEpochsAreUsedUp() throws Exception {
    try (var stack = LocalStack.onDemand()) {
      String brokers = stack.kafka().bootstrapServers();
      Topics.ensure(
          Brokers.plain(brokers), new TopicSettings(1, 1, Compression.LZ4), Profile.DEVELOPMENT);
      try (var log = new GivenLogs(brokers).log(SHARD);
          var admin = Admin.create(Map.of("bootstrap.servers", brokers))) {
        log.open();
        var offsets = new ArrayList<Long>();
        var producerIds = new LinkedHashMap<String, Set<Long>>();
        for (int i = 0; i < TRANSACTIONS * IDS.size(); i++) {
          offsets.add(log.append(List.of(registered("user-" + i))).getFirst().offset());
          if (i % LOOK_EVERY == 0) {
            look(admin, producerIds);
          }
        }
        look(admin, producerIds);

        System.out.printf("%,d transactions, producer ids %s%n", offsets.size(), producerIds);
        assertThat(producerIds.values())
            .allMatch(ids -> ids.size() == 1 + TRANSACTIONS / EPOCHS_MAX);
        assertIsAllThereIs(log, admin, offsets);
      }
    }
  }

  private static void look(Admin admin, Map<String, Set<Long>> producerIds) throws Exception {
    for (var transaction : admin.describeTransactions(IDS).all().get().entrySet()) {
      producerIds
          .computeIfAbsent(transaction.getKey(), _ -> new LinkedHashSet<>())
          .add(transaction.getValue().producerId());
    }
  }

  private static void assertIsAllThereIs(KafkaShardLog log, Admin admin, List<Long> offsets)
      throws Exception {
    Opened opened = log.open();
    var found = new ArrayList<Long>();
    log.replay(
        opened,
        Map.of(),
        entries -> {
          for (LogEntry entry : entries) {
            if (entry instanceof LogEntry.Recorded(var position, var envelope)) {
              assertThat(envelope.event().username().value()).isEqualTo("user-" + found.size());
              found.add(position.offset());
            }
          }
        });
    assertThat(found).isEqualTo(offsets);

    // Beside them there are the markers of two openings, and the control record of each
    // transaction.
    var partition = new TopicPartition(EventTopic.USERS.topicName(), SHARD);
    var end = admin.listOffsets(Map.of(partition, OffsetSpec.latest())).partitionResult(partition);
    assertThat(end.get().offset()).isEqualTo(2L * offsets.size() + 4);
  }
}
