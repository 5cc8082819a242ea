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
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ShardTest {
  private static final Username ALICE = new Username("alice");

  /// Each costs a pause.
  private static final int ROUNDS = 3;

  private final TestClock clock = new TestClock();
  private final MemoryLog memory = new MemoryLog();
  private final FaultyLog log = new FaultyLog(memory.writer());
  private final MemoryStores stores = new MemoryStores();
  private final Queue<Throwable> deaths = new ConcurrentLinkedQueue<>();
  private final List<Shard> started = new ArrayList<>();

  private Shard start() {
    return start(log, stores);
  }

  private Shard start(TransactionalLog ofShard, MemoryStores storesOfShard) {
    Shard shard = following(ofShard, storesOfShard);
    shard.assign();
    return shard;
  }

  @AfterEach
  void close() {
    started.forEach(Shard::close);
    assertThat(deaths).isEmpty();
  }

  private Pending offer(Shard shard, Pending pending) throws InterruptedException {
    Admission admission = admission(shard, pending);
    while (admission == Admission.CLOSED) {
      Thread.onSpinWait();
      admission = admission(shard, pending);
    }
    assertThat(admission).isEqualTo(Admission.ADMITTED);
    return pending;
  }

  private static Admission admission(Shard shard, Pending pending) throws InterruptedException {
    return shard.offer(pending, shard.opening(), Duration.ZERO);
  }

  private static void await(Shard shard, ShardState state) {
    while (shard.status().state() != state) {
      Thread.onSpinWait();
    }
  }

  private Reply decide(Shard shard, Pending pending) throws InterruptedException {
    return offer(shard, pending).await(clock);
  }

  @Test
  void repliesComeAfterTheCommitOnly() throws InterruptedException {
    var decided = new CountDownLatch(1);
    var commit = new Semaphore(0);
    log.beforeAppend(() -> {
      decided.countDown();
      commit.acquireUninterruptibly();
    });
    Pending pending = offer(start(), request("k1", register("alice")));

    decided.await();
    assertThat(Commands.isTold(pending)).isFalse();
    commit.release();

    assertThat(pending.await(clock)).isInstanceOf(Reply.Done.class);
  }

  @Test
  void aCommitWhoseReplyWasLostIsAnsweredTruthfully() throws InterruptedException {
    log.next(Fault.REPLY_LOST);

    assertThat(decide(start(), request("k1", register("alice")))).isInstanceOf(Reply.Done.class);
    assertThat(memory.events()).hasSize(1);
  }

  @Test
  void aCommitThatDidNotHappenIsMadeUpFor() throws InterruptedException {
    log.next(Fault.APPEND_REFUSED);
    log.next(Fault.APPEND_REFUSED);

    assertThat(decide(start(), request("k1", register("alice")))).isInstanceOf(Reply.Done.class);
    assertThat(memory.events()).hasSize(1);
  }

  @Test
  void commandsWaitWhileTheLogCannotBeOpened() throws InterruptedException {
    log.refuseOpenings(2);

    assertThat(decide(start(), request("k1", register("alice")))).isInstanceOf(Reply.Done.class);
  }

  @Test
  void whoGivesUpMeanwhileIsToldSo() throws InterruptedException {
    log.refuseOpenings(Integer.MAX_VALUE);

    assertThat(decide(start(), request("k1", register("alice"), clock.instant())))
        .isInstanceOf(Reply.NotDecided.class);
  }

  @Test
  void ofTwoShardsThatBothBelieveToOwnTheLogOneDecides() throws InterruptedException {
    Shard one = start();
    Shard other = start(memory.writer(), new MemoryStores());

    var replies = new ArrayList<Reply>();
    for (int i = 0; i < ROUNDS; i++) {
      Pending first = offer(one, request("one" + i, register("user" + i)));
      Pending second = offer(other, request("other" + i, register("user" + i)));
      replies.add(first.await(clock));
      replies.add(second.await(clock));
    }

    assertThat(replies).filteredOn(Reply.Done.class::isInstance).hasSize(ROUNDS);
    assertThat(replies).filteredOn(Reply.Refused.class::isInstance).hasSize(ROUNDS);
    assertThat(memory.events()).hasSize(ROUNDS);
  }

  @Test
  void whoeverTheShardIsTakenFromDecidesUntilAnotherHasOpenedIt() throws InterruptedException {
    Shard before = start();
    decide(before, request("k1", register("alice")));
    before.unassign();
    assertThat(decide(before, request("k2", register("bob")))).isInstanceOf(Reply.Done.class);
    Shard after = start(memory.writer(), new MemoryStores());
    assertThat(decide(after, request("k3", register("carol")))).isInstanceOf(Reply.Done.class);

    before.overtaken(after.status().term());

    await(before, ShardState.FOLLOWING);
    assertThat(admission(before, request("k4", register("dave")))).isEqualTo(Admission.CLOSED);
  }

  @Test
  void whoeverIsOvertakenWhileDecidingSendsItsCommandsElsewhere() throws InterruptedException {
    Shard before = start();
    decide(before, request("k1", register("alice")));
    before.unassign();
    var after = new ArrayList<Shard>();
    log.beforeAppend(() -> {
      if (after.isEmpty()) {
        after.add(start(memory.writer(), new MemoryStores()));
        await(after.getFirst(), ShardState.SERVING);
      }
    });

    assertThat(decide(before, request("k2", register("bob")))).isInstanceOf(Reply.NotHere.class);

    assertThat(decide(after.getFirst(), request("k2", register("bob"))))
        .isInstanceOf(Reply.Done.class);
    assertThat(memory.events()).hasSize(2);
  }

  @Test
  void anOwnerThatIsOvertakenWithoutReasonTakesTheShardBack() throws InterruptedException {
    Shard shard = start();
    decide(shard, request("k1", register("alice")));
    TransactionalLog intruder = memory.writer();
    long term = openedBy(intruder).term();

    shard.overtaken(term);
    await(shard, ShardState.RECOVERING);
    await(shard, ShardState.SERVING);

    assertThat(shard.status().term()).isGreaterThan(term);
    assertThat(decide(shard, request("k2", register("bob")))).isInstanceOf(Reply.Done.class);
  }

  private static Opened openedBy(TransactionalLog log) {
    try {
      return log.open();
    } catch (LogFailedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void anAdoptedShardIsServedUntilItIsSomebodyElses() throws InterruptedException {
    Shard adopted = following(log, stores);
    adopted.adopt();
    assertThat(decide(adopted, request("k1", register("alice")))).isInstanceOf(Reply.Done.class);

    adopted.overtaken(adopted.status().term() + 1);

    await(adopted, ShardState.FOLLOWING);
  }

  @Test
  void aStandbyThatTakesOverReplaysWhatIsNewOnly() throws InterruptedException {
    Shard owner = start();
    var watched = new ReplayWatch(memory.writer());
    var standby = following(watched, new MemoryStores());
    for (int i = 0; i < 50; i++) {
      decide(owner, request("k" + i, register("user" + i)));
    }
    watched.awaitFollowed(50);

    standby.assign();

    assertThat(decide(standby, request("k49", register("user49"))))
        .isInstanceOfSatisfying(Reply.Done.class, done -> assertThat(done.repeated()).isTrue());
    assertThat(watched.eventsReplayed()).isZero();
  }

  private Shard following(TransactionalLog ofShard, MemoryStores storesOfShard) {
    var shard =
        new Shard(
            0,
            ofShard,
            storesOfShard,
            clock,
            new Inbox(1_000, 1_000_000),
            true,
            () -> {},
            deaths::add);
    started.add(shard);
    shard.start();
    return shard;
  }

  @Test
  void aDamagedStoreIsWipedAndLearnedAgainFromTheLog() throws InterruptedException {
    Shard shard = start();
    Reply first = decide(shard, request("k1", register("alice")));
    stores.damage();

    assertThat(decide(shard, request("k1", register("alice"))))
        .isEqualTo(new Reply.Done(((Reply.Done) first).outcome(), true));
    assertThat(stores.wiped()).isEqualTo(1);
  }

  @Test
  void aSessionPastItsTimeExpiresByItself() throws InterruptedException {
    var expired = new CountDownLatch(1);
    var shard = start();
    decide(shard, request("k1", register("alice")));
    var id = SessionId.mint(ALICE.slot(), clock.instant(), new Random(1));
    decide(
        shard,
        request("k2", Commands.of(new SessionCommand.Start(id, ALICE, Duration.ofMinutes(1)))));
    log.beforeAppend(expired::countDown);

    clock.advance(Duration.ofMinutes(2));
    expired.await();
    Reply touched = decide(shard, request("k3", Commands.of(new SessionCommand.Touch(id))));

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

    assertThat(decide(shard, request("k1", register("alice")))).isInstanceOf(Reply.NotHere.class);

    shard.close();
    assertThat(shard.status().state()).isEqualTo(ShardState.CLOSED);
    assertThat(deaths.remove()).isSameAs(death);
  }

  @Test
  void closingAnswersWhoeverWasLetIn() throws InterruptedException {
    Shard shard = start();
    var pending = new ArrayList<Pending>();
    for (int i = 0; i < 900; i++) {
      pending.add(offer(shard, request("k" + i, register("user" + i))));
    }

    shard.close();

    for (Pending one : pending) {
      assertThat(one.await(clock)).isInstanceOf(Reply.Done.class);
    }
    assertThat(shard.status().state()).isEqualTo(ShardState.CLOSED);
    assertThat(admission(shard, request("late", register("late")))).isEqualTo(Admission.CLOSED);
  }

  @Test
  void closingDoesNotWaitForALogThatIsGone() throws InterruptedException {
    log.refuseOpenings(Integer.MAX_VALUE);
    Shard shard = start();
    Pending pending = offer(shard, request("k1", register("alice")));

    shard.close();

    assertThat(pending.await(clock)).isInstanceOf(Reply.NotHere.class);
  }
}
