package dev.tidemark.command.shard;

import static dev.tidemark.command.shard.Commands.register;
import static dev.tidemark.command.shard.Commands.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.command.handling.Reply;
import dev.tidemark.command.shard.Inbox.Admission;
import java.util.ArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A shard that goes from one instance to another.
@Timeout(30)
class HandoverTest {
  /// Each costs a pause.
  private static final int ROUNDS = 3;

  private final TestClock clock = new TestClock();
  private final MemoryLog memory = new MemoryLog();
  private final FaultyLog log = new FaultyLog(memory.writer());
  private final MemoryStores stores = new MemoryStores();
  private final StartedShards shards = new StartedShards(clock);

  private Shard start() {
    return shards.start(log, stores);
  }

  @AfterEach
  void close() {
    shards.close();
    assertThat(shards.deaths()).isEmpty();
  }

  @Test
  void whoeverTheShardIsTakenFromDecidesUntilAnotherHasOpenedIt() throws InterruptedException {
    Shard before = start();
    shards.decide(before, request("k1", register("alice")));
    before.unassign();
    assertThat(shards.decide(before, request("k2", register("bob"))))
        .isInstanceOf(Reply.Done.class);
    Shard after = shards.start(memory.writer(), new MemoryStores());
    assertThat(shards.decide(after, request("k3", register("carol"))))
        .isInstanceOf(Reply.Done.class);

    before.overtaken(after.status().term());

    shards.await(before, ShardState.FOLLOWING);
    assertThat(shards.admission(before, request("k4", register("dave"))))
        .isEqualTo(Admission.CLOSED);
  }

  @Test
  void whoeverIsOvertakenWhileDecidingSendsItsCommandsElsewhere() throws InterruptedException {
    Shard before = start();
    shards.decide(before, request("k1", register("alice")));
    before.unassign();
    var after = new ArrayList<Shard>();
    log.beforeAppend(() -> {
      if (after.isEmpty()) {
        after.add(shards.start(memory.writer(), new MemoryStores()));
        shards.await(after.getFirst(), ShardState.SERVING);
      }
    });

    assertThat(shards.decide(before, request("k2", register("bob"))))
        .isInstanceOf(Reply.NotHere.class);

    assertThat(shards.decide(after.getFirst(), request("k2", register("bob"))))
        .isInstanceOf(Reply.Done.class);
    assertThat(memory.events()).hasSize(2);
  }

  @Test
  void anOwnerThatIsOvertakenWithoutReasonTakesTheShardBack() throws InterruptedException {
    Shard shard = start();
    shards.decide(shard, request("k1", register("alice")));
    TransactionalLog intruder = memory.writer();
    long term = openedBy(intruder).term();

    shard.overtaken(term);
    shards.await(shard, ShardState.RECOVERING);
    shards.await(shard, ShardState.SERVING);

    assertThat(shard.status().term()).isGreaterThan(term);
    assertThat(shards.decide(shard, request("k2", register("bob")))).isInstanceOf(Reply.Done.class);
  }

  @Test
  void anAdoptedShardIsServedUntilItIsSomebodyElses() throws InterruptedException {
    Shard adopted = shards.following(log, stores);
    adopted.adopt();
    assertThat(shards.decide(adopted, request("k1", register("alice"))))
        .isInstanceOf(Reply.Done.class);

    adopted.overtaken(adopted.status().term() + 1);

    shards.await(adopted, ShardState.FOLLOWING);
  }

  @Test
  void aStandbyThatTakesOverReplaysWhatIsNewOnly() throws InterruptedException {
    Shard owner = start();
    var watched = new ReplayWatch(memory.writer());
    var standby = shards.following(watched, new MemoryStores());
    for (int i = 0; i < 50; i++) {
      shards.decide(owner, request("k" + i, register("user" + i)));
    }
    watched.awaitFollowed(50);

    standby.assign();

    assertThat(shards.decide(standby, request("k49", register("user49"))))
        .isInstanceOfSatisfying(Reply.Done.class, done -> assertThat(done.repeated()).isTrue());
    assertThat(watched.eventsReplayed()).isZero();
  }

  @Test
  void ofTwoShardsThatBothBelieveToOwnTheLogOneDecides() throws InterruptedException {
    Shard one = start();
    Shard other = shards.start(memory.writer(), new MemoryStores());

    var replies = new ArrayList<Reply>();
    for (int i = 0; i < ROUNDS; i++) {
      Pending first = shards.offer(one, request("one" + i, register("user" + i)));
      Pending second = shards.offer(other, request("other" + i, register("user" + i)));
      replies.add(first.await(clock));
      replies.add(second.await(clock));
    }

    assertThat(replies).filteredOn(Reply.Done.class::isInstance).hasSize(ROUNDS);
    assertThat(replies).filteredOn(Reply.Refused.class::isInstance).hasSize(ROUNDS);
    assertThat(memory.events()).hasSize(ROUNDS);
  }

  private static Opened openedBy(TransactionalLog log) {
    try {
      return log.open();
    } catch (LogFailedException e) {
      throw new IllegalStateException(e);
    }
  }
}
