package dev.tidemark.command.log;

import static dev.tidemark.command.log.GivenLogs.registered;
import static dev.tidemark.command.log.GivenLogs.usernames;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.command.shard.LogFailedException;
import dev.tidemark.command.shard.Opened;
import dev.tidemark.command.topics.TopicSettings;
import dev.tidemark.command.topics.TopicSettings.Compression;
import dev.tidemark.command.topics.Topics;
import dev.tidemark.localstack.LocalStack;
import dev.tidemark.runtime.brokers.Brokers;
import dev.tidemark.runtime.settings.Profile;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Whichever of a shard's ids its former owner would write with next.
class FencingIT {
  private static final LocalStack STACK = LocalStack.onDemand();
  private static final int SHARDS = 9;

  private static GivenLogs logs;

  @BeforeAll
  static void start() {
    String brokers = STACK.kafka().bootstrapServers();
    Topics.ensure(
        Brokers.plain(brokers), new TopicSettings(SHARDS, 1, Compression.LZ4), Profile.DEVELOPMENT);
    logs = new GivenLogs(brokers);
  }

  @AfterAll
  static void stop() {
    STACK.close();
  }

  private static void append(KafkaShardLog log, String username) throws LogFailedException {
    log.append(List.of(registered(username)));
  }

  /// @param count after an odd one it is the first id's turn, after an even one the other's
  private static List<String> appended(int count, KafkaShardLog log) throws LogFailedException {
    var usernames = new ArrayList<String>();
    for (int i = 0; i < count; i++) {
      usernames.add("before-" + i);
      append(log, usernames.getLast());
    }
    return usernames;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void theSlowerOfTwoOwnersIsFencedAndLeavesNothing(int count) throws LogFailedException {
    try (var slower = logs.log(count);
        var faster = logs.log(count)) {
      slower.open();
      List<String> expected = appended(count, slower);
      Opened opened = faster.open();

      assertThatThrownBy(() -> append(slower, "after")).isInstanceOf(LogFailedException.class);

      assertThat(usernames(faster, opened)).isEqualTo(expected);
      append(faster, "goes-on");
      append(faster, "and-on");
      expected.addAll(List.of("goes-on", "and-on"));
      assertThat(usernames(faster, faster.open())).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void aTransactionThatIsOpenIsAbortedByTheNextOwner(int turn) throws Exception {
    int shard = 3 + turn;
    try (var zombie = logs.producer(ShardProducers.ids(shard).get(turn));
        var next = logs.log(shard)) {
      zombie.fenceOthers();
      zombie.begin();
      ShardProducer.offset(zombie.send(GivenLogs.RECORDS.write(registered("never"), shard)));
      Opened opened = next.open();

      assertThat(usernames(next, opened)).isEmpty();
      assertThatThrownBy(zombie::commit).isInstanceOf(KafkaException.class);
      append(next, "goes-on");
      assertThat(usernames(next, next.open())).containsExactly("goes-on");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void whoeverBreaksOffAnOpeningBetweenTheIdsTakesNothingBack(int count) throws LogFailedException {
    int shard = 4 + count;
    try (var owner = logs.log(shard)) {
      owner.open();
      List<String> expected = appended(count, owner);
      try (var brokenOff = logs.producer(ShardProducers.ids(shard).getFirst())) {
        brokenOff.fenceOthers();
      }
      if (count % 2 == 0) {
        append(owner, "with-the-other-id");
        expected.add("with-the-other-id");
      }

      assertThatThrownBy(() -> append(owner, "never")).isInstanceOf(LogFailedException.class);
      assertThat(usernames(owner, owner.open())).isEqualTo(expected);
    }
  }

  @Test
  void anOwnerThatKnowsTheFirstIdOnlyIsFenced() throws LogFailedException {
    try (var former = logs.logOfOneId(8);
        var next = logs.log(8)) {
      former.open();
      append(former, "before");
      Opened opened = next.open();

      assertThatThrownBy(() -> append(former, "after")).isInstanceOf(LogFailedException.class);
      assertThat(usernames(next, opened)).containsExactly("before");
    }
  }
}
