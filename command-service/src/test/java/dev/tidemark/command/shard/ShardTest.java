package dev.tidemark.command.shard;

import static dev.tidemark.command.shard.Commands.register;
import static dev.tidemark.command.shard.Commands.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.command.aggregates.session.SessionCommand;
import dev.tidemark.command.handling.Reply;
import dev.tidemark.command.shard.FaultyLog.Fault;
import dev.tidemark.command.shard.Inbox.Admission;
import dev.tidemark.events.SessionEvent.SessionExpired;
import dev.tidemark.events.value.SessionId;
import dev.tidemark.events.value.Username;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ShardTest {
  private static final Username ALICE = new Username("alice");

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
  void repliesComeAfterTheCommitOnly() throws InterruptedException {
    var decided = new CountDownLatch(1);
    var commit = new Semaphore(0);
    log.beforeAppend(() -> {
      decided.countDown();
      commit.acquireUninterruptibly();
    });
    Pending pending = shards.offer(start(), request("k1", register("alice")));

    decided.await();
    assertThat(Commands.isTold(pending)).isFalse();
    commit.release();

    assertThat(pending.await(clock)).isInstanceOf(Reply.Done.class);
  }

  @Test
  void aCommitWhoseReplyWasLostIsAnsweredTruthfully() throws InterruptedException {
    log.next(Fault.REPLY_LOST);

    assertThat(shards.decide(start(), request("k1", register("alice"))))
        .isInstanceOf(Reply.Done.class);
    assertThat(memory.events()).hasSize(1);
  }

  @Test
  void aCommitThatDidNotHappenIsMadeUpFor() throws InterruptedException {
    log.next(Fault.APPEND_REFUSED);
    log.next(Fault.APPEND_REFUSED);

    assertThat(shards.decide(start(), request("k1", register("alice"))))
        .isInstanceOf(Reply.Done.class);
    assertThat(memory.events()).hasSize(1);
  }

  @Test
  void commandsWaitWhileTheLogCannotBeOpened() throws InterruptedException {
    log.refuseOpenings(2);

    assertThat(shards.decide(start(), request("k1", register("alice"))))
        .isInstanceOf(Reply.Done.class);
  }

  @Test
  void whoGivesUpMeanwhileIsToldSo() throws InterruptedException {
    log.refuseOpenings(Integer.MAX_VALUE);

    assertThat(shards.decide(start(), request("k1", register("alice"), clock.instant())))
        .isInstanceOf(Reply.NotDecided.class);
  }

  @Test
  void aDamagedStoreIsWipedAndLearnedAgainFromTheLog() throws InterruptedException {
    Shard shard = start();
    Reply first = shards.decide(shard, request("k1", register("alice")));
    stores.damage();

    assertThat(shards.decide(shard, request("k1", register("alice"))))
        .isEqualTo(new Reply.Done(((Reply.Done) first).outcome(), true));
    assertThat(stores.wiped()).isEqualTo(1);
  }

  @Test
  void aSessionPastItsTimeExpiresByItself() throws InterruptedException {
    var expired = new CountDownLatch(1);
    var shard = start();
    shards.decide(shard, request("k1", register("alice")));
    var id = SessionId.mint(ALICE.slot(), clock.instant(), new Random(1));
    shards.decide(
        shard,
        request("k2", Commands.of(new SessionCommand.Start(id, ALICE, Duration.ofMinutes(1)))));
    log.beforeAppend(expired::countDown);

    clock.advance(Duration.ofMinutes(2));
    expired.await();
    Reply touched = shards.decide(shard, request("k3", Commands.of(new SessionCommand.Touch(id))));

    assertThat(touched)
        .isEqualTo(
            new Reply.Refused(
                "session-not-active", "Expected a session that is active, but it has ended"));
    assertThat(memory.events().stream().filter(e -> e.event() instanceof SessionExpired))
        .singleElement()
        .satisfies(
            e -> assertThat(e.occurredAt()).isEqualTo(TestClock.START.plus(Duration.ofMinutes(1))));
  }

  @Test
  void whatEndsItsThreadIsReportedAndWhoeverWaitsIsTold() throws InterruptedException {
    var death = new StackOverflowError("for a test");
    log.beforeAppend(() -> {
      throw death;
    });
    Shard shard = start();

    assertThat(shards.decide(shard, request("k1", register("alice"))))
        .isInstanceOf(Reply.NotHere.class);

    shard.close();
    assertThat(shard.status().state()).isEqualTo(ShardState.CLOSED);
    assertThat(shards.deaths().remove()).isSameAs(death);
  }

  @Test
  void closingAnswersWhoeverWasLetIn() throws InterruptedException {
    Shard shard = start();
    var pending = new ArrayList<Pending>();
    for (int i = 0; i < 900; i++) {
      pending.add(shards.offer(shard, request("k" + i, register("user" + i))));
    }

    shard.close();

    for (Pending one : pending) {
      assertThat(one.await(clock)).isInstanceOf(Reply.Done.class);
    }
    assertThat(shard.status().state()).isEqualTo(ShardState.CLOSED);
    assertThat(shards.admission(shard, request("late", register("late"))))
        .isEqualTo(Admission.CLOSED);
  }

  @Test
  void closingDoesNotWaitForALogThatIsGone() throws InterruptedException {
    log.refuseOpenings(Integer.MAX_VALUE);
    Shard shard = start();
    Pending pending = shards.offer(shard, request("k1", register("alice")));

    shard.close();

    assertThat(pending.await(clock)).isInstanceOf(Reply.NotHere.class);
  }
}
