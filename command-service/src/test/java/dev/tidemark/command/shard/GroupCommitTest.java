package dev.tidemark.command.shard;

import static dev.tidemark.command.shard.Commands.deactivate;
import static dev.tidemark.command.shard.Commands.register;
import static dev.tidemark.command.shard.Commands.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.command.handling.Precondition;
import dev.tidemark.command.handling.Reply;
import dev.tidemark.command.shard.FaultyLog.Fault;
import dev.tidemark.command.store.MemoryStateStore;
import dev.tidemark.events.Envelope;
import dev.tidemark.events.EventTopic;
import dev.tidemark.events.value.CommandId;
import dev.tidemark.events.value.Username;
import dev.tidemark.runtime.metrics.Metrics;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GroupCommitTest {
  private static final Duration WINDOW = Duration.ofDays(7);

  private final TestClock clock = new TestClock();
  private final Progress progress = new Progress(0, clock);
  private final MemoryLog memory = new MemoryLog();
  private final FaultyLog log = new FaultyLog(memory.writer());
  private final MemoryStateStore store = new MemoryStateStore(WINDOW);
  private final ShardMeters meters = new ShardMeters(new Metrics());
  private GroupCommit commits;

  @BeforeEach
  void open() throws LogFailedException {
    Opened opened = log.open();
    Replay.into(store, log, opened, progress);
    commits = new GroupCommit(0, store, log, opened.term(), clock, meters);
  }

  private List<Reply> decide(Pending... group) throws LogFailedException {
    commits.decide(List.of(group));
    return Stream.of(group).map(this::reply).toList();
  }

  private Reply reply(Pending pending) {
    try {
      return pending.await(clock);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static boolean isDone(Reply reply, boolean repeated) {
    return reply instanceof Reply.Done done && done.repeated() == repeated;
  }

  @Test
  void nobodyHearsOfAGroupThatIsInDoubtNotEvenOfRefusals() throws InterruptedException {
    Pending accepted = request("k1", register("alice"));
    Pending refused = request("k2", register("alice"));
    log.next(Fault.APPEND_REFUSED);

    assertThatThrownBy(() -> commits.decide(List.of(accepted, refused)))
        .isInstanceOf(LogFailedException.class);

    assertThat(Commands.isTold(accepted)).isFalse();
    assertThat(Commands.isTold(refused)).isFalse();
    assertThat(store.user(new Username("alice"))).isNull();
  }

  @Test
  void aGroupInDoubtThatWasCommittedIsAnsweredAsItWasDecided() throws LogFailedException {
    Pending pending = request("k1", register("alice"));
    log.next(Fault.REPLY_LOST);
    assertThatThrownBy(() -> commits.decide(List.of(pending)))
        .isInstanceOf(LogFailedException.class);

    open();
    clock.advance(Duration.ofDays(1_000));

    assertThat(decide(pending)).allMatch(reply -> isDone(reply, true));
    assertThat(memory.events()).hasSize(1);
  }

  @Test
  void aGroupInDoubtThatWasNotCommittedIsDecidedAnewWhileThereIsTime() throws LogFailedException {
    Pending late = request("k1", register("alice"), clock.instant().plusSeconds(5));
    Pending patient = request("k2", register("alice"), clock.instant().plusSeconds(50));
    log.next(Fault.APPEND_REFUSED);
    assertThatThrownBy(() -> commits.decide(List.of(late, patient)))
        .isInstanceOf(LogFailedException.class);

    open();
    clock.advance(Duration.ofSeconds(10));
    List<Reply> replies = decide(late, patient);

    assertThat(replies.get(0)).isInstanceOf(Reply.NotDecided.class);
    assertThat(replies.get(1))
        .as("what the first one staged is gone")
        .matches(r -> isDone(r, false));
    assertThat(memory.events()).hasSize(1);
  }

  @Test
  void aKnownKeyIsAnsweredAsThenAndAnotherCommandUnderItIsRefused() throws LogFailedException {
    Reply first = decide(request("k1", register("alice"))).getFirst();

    assertThat(decide(request("k1", register("alice"))))
        .containsExactly(new Reply.Done(((Reply.Done) first).outcome(), true));
    assertThat(decide(request("k1", deactivate("alice"))).getFirst())
        .isInstanceOf(Reply.KeyReused.class);
    assertThat(memory.events()).hasSize(1);
  }

  @Test
  void aKeyMayComeTwiceInOneGroup() throws LogFailedException {
    List<Reply> replies =
        decide(request("k1", register("alice")), request("k1", register("alice")));

    assertThat(isDone(replies.get(0), false)).isTrue();
    assertThat(isDone(replies.get(1), true)).isTrue();
    assertThat(memory.events()).hasSize(1);
  }

  @Test
  void theSameKeyOfAnotherCustomerIsAnotherCommand() throws LogFailedException {
    decide(request("k1", register("alice")));

    assertThat(decide(request("k1", register("bob")))).allMatch(reply -> isDone(reply, false));
  }

  @Test
  void aCommandIsDecidedOnWhatItsGroupStagedBefore() throws LogFailedException {
    List<Reply> replies =
        decide(
            request("k1", register("alice")),
            request("k2", deactivate("alice")),
            request("k3", deactivate("alice")));

    assertThat(replies.get(1)).matches(reply -> isDone(reply, false));
    var unchanged = (Reply.Unchanged) replies.get(2);
    assertThat(unchanged.version()).isEqualTo(2);
    assertThat(unchanged.position().offset())
        .as("a read from there on shows what it was decided on")
        .isEqualTo(store.offset(EventTopic.USERS).getAsLong());
  }

  @Test
  void whoseDeadlineHasPassedIsNotDecidedUnlessItWasBefore() throws LogFailedException {
    var deadline = clock.instant().plusSeconds(1);
    decide(request("k1", register("alice"), deadline));
    clock.advance(Duration.ofSeconds(2));

    assertThat(decide(request("k1", register("alice"), deadline)))
        .allMatch(reply -> isDone(reply, true));
    assertThat(decide(request("k2", register("bob"), deadline)).getFirst())
        .isInstanceOf(Reply.NotDecided.class);
    assertThat(memory.events()).hasSize(1);
  }

  @Test
  void aPreconditionIsLookedAtAfterTheKey() throws LogFailedException {
    var deadline = clock.instant().plusSeconds(10);
    var atOne = new Precondition.AtVersion(1);
    decide(request("k1", register("alice")));

    assertThat(decide(request("k2", deactivate("alice"), deadline, atOne)).getFirst())
        .matches(reply -> isDone(reply, false));
    assertThat(decide(request("k2", deactivate("alice"), deadline, atOne)).getFirst())
        .matches(reply -> isDone(reply, true));
    assertThat(decide(request("k3", deactivate("alice"), deadline, atOne)).getFirst())
        .isEqualTo(new Reply.PreconditionFailed("Expected version 1, but was version 2"));
  }

  @Test
  void theSlowerOfTwoWritersIsFencedAndLeavesNothing() throws LogFailedException {
    TransactionalLog other = memory.writer();
    Opened opened = other.open();

    assertThatThrownBy(() -> commits.decide(List.of(request("k1", register("alice")))))
        .isInstanceOf(LogFailedException.class);

    var fresh = new MemoryStateStore();
    assertThat(Replay.into(fresh, other, opened, progress)).isZero();
    assertThat(memory.events()).isEmpty();
  }

  @Test
  void aFencedWriterDoesNotRefuseOnWhatItKnewBefore() throws Exception {
    var others = new MemoryStateStore();
    TransactionalLog other = memory.writer();
    Opened opened = other.open();
    Replay.into(others, other, opened, progress);
    new GroupCommit(0, others, other, opened.term(), clock, meters)
        .decide(List.of(request("k1", register("alice"))));
    Pending pending = request("k2", deactivate("alice"));

    assertThatThrownBy(() -> commits.decide(List.of(pending)))
        .isInstanceOf(LogFailedException.class);

    assertThat(Commands.isTold(pending)).isFalse();
    open();
    assertThat(decide(pending)).allMatch(reply -> isDone(reply, false));
  }

  @Test
  void aShardAtRestForgetsNothing() throws LogFailedException {
    decide(request("k1", register("alice")));
    clock.advance(WINDOW.multipliedBy(10));

    assertThat(decide(request("k1", register("alice")))).allMatch(reply -> isDone(reply, true));
  }

  @Test
  void aForgottenKeyIsDecidedAnew() throws LogFailedException {
    decide(request("k1", register("alice")));
    clock.advance(WINDOW.multipliedBy(2));
    decide(request("k2", register("bob")));

    assertThat(decide(request("k1", register("alice"))).getFirst())
        .isInstanceOf(Reply.Refused.class);
    assertThat(decide(request("k1", deactivate("alice")))).allMatch(reply -> isDone(reply, false));
  }

  @Test
  void aKeyThatItsOwnGroupMakesForgottenIsStillAnswered() throws LogFailedException {
    Reply first = decide(request("k1", register("alice"))).getFirst();
    clock.advance(WINDOW.multipliedBy(2));

    List<Reply> replies = decide(request("k2", register("bob")), request("k1", register("alice")));

    assertThat(replies.get(1)).isEqualTo(new Reply.Done(((Reply.Done) first).outcome(), true));
    assertThat(store.outcome(new Username("alice"), new CommandId("k1"))).isNull();
  }

  @Test
  void aClockThatWasSetBackTakesNeitherTheLogNorTheAnswersWithIt() throws LogFailedException {
    decide(request("k1", register("alice")));
    clock.advance(WINDOW.multipliedBy(-3));

    assertThat(decide(request("k2", register("bob")))).allMatch(reply -> isDone(reply, false));
    assertThat(decide(request("k2", register("bob")))).allMatch(reply -> isDone(reply, true));
    assertThat(memory.events())
        .extracting(Envelope::recordedAt)
        .containsExactly(TestClock.START, TestClock.START);
  }

  @Test
  void deadlinesAreThoseOfTheOwnersClockHoweverFarAheadTheLogIs() throws LogFailedException {
    decide(request("k1", register("alice")));
    clock.advance(Duration.ofHours(-1));

    assertThat(decide(request("k2", register("bob"), clock.instant().plusSeconds(5))))
        .allMatch(reply -> isDone(reply, false));
  }

  @Test
  void aFencedWriterRepeatsAFirstAnswerAsThatHoldsForEver() throws LogFailedException {
    decide(request("k1", register("alice")));
    memory.writer().open();

    assertThat(decide(request("k1", register("alice")))).allMatch(reply -> isDone(reply, true));
  }
}
