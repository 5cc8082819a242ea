package dev.tidemark.command.shard;

import static dev.tidemark.command.shard.Commands.register;
import static dev.tidemark.command.shard.Commands.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.command.handling.Reply;
import dev.tidemark.command.shard.FaultyLog.Fault;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What is counted when a shard is in trouble, and when it is not.
@Timeout(30)
class ShardMetersTest {
  private final TestClock clock = new TestClock();
  private final MemoryLog memory = new MemoryLog();
  private final FaultyLog log = new FaultyLog(memory.writer());
  private final MemoryStores stores = new MemoryStores();
  private final StartedShards shards = new StartedShards(clock);

  @AfterEach
  void close() {
    shards.close();
  }

  /// All that is counted is counted when the shard has ended.
  private String scrapeAfter(String... keys) throws InterruptedException {
    Shard shard = shards.start(log, stores);
    for (String key : keys) {
      assertThat(shards.decide(shard, request(key, register(key)))).isInstanceOf(Reply.Done.class);
    }
    shard.close();
    return shards.scrape();
  }

  @Test
  void aGroupThatIsCommittedCountsByItsCommandsAndEvents() throws InterruptedException {
    assertThat(scrapeAfter("alice", "bob"))
        .contains(
            "tidemark_transactions_total{result=\"committed\"} 2.0",
            "tidemark_transactions_total{result=\"in_doubt\"} 0.0",
            "tidemark_group_commands_sum 2.0",
            "tidemark_group_events_sum 2.0",
            "tidemark_group_commit_seconds_count 2",
            "tidemark_shard_opening_seconds_count 1");
  }

  @Test
  void aCommandInDoubtThatTheLogHasIsFoundThere() throws InterruptedException {
    log.next(Fault.REPLY_LOST);

    assertThat(scrapeAfter("alice"))
        .contains(
            "tidemark_transactions_total{result=\"committed\"} 0.0",
            "tidemark_transactions_total{result=\"in_doubt\"} 1.0",
            "tidemark_commands_in_doubt_total{resolution=\"committed\"} 1.0",
            "tidemark_commands_in_doubt_total{resolution=\"decided_anew\"} 0.0",
            "tidemark_shard_troubles_total{cause=\"log_failed\"} 1.0",
            "tidemark_shard_opening_seconds_count 2");
  }

  @Test
  void aCommandInDoubtThatTheLogHasNotIsDecidedAnew() throws InterruptedException {
    log.next(Fault.APPEND_REFUSED);

    assertThat(scrapeAfter("alice"))
        .contains(
            "tidemark_transactions_total{result=\"committed\"} 1.0",
            "tidemark_transactions_total{result=\"in_doubt\"} 1.0",
            "tidemark_commands_in_doubt_total{resolution=\"committed\"} 0.0",
            "tidemark_commands_in_doubt_total{resolution=\"decided_anew\"} 1.0");
  }

  @Test
  void theStateOfAShardIsOneOfFive() throws InterruptedException {
    assertThat(scrapeAfter())
        .contains(
            "tidemark_shard_state{shard=\"0\",state=\"closed\"} 1.0",
            "tidemark_shard_state{shard=\"0\",state=\"serving\"} 0.0",
            "tidemark_shard_inbox_commands{shard=\"0\"} 0.0");
  }
}
