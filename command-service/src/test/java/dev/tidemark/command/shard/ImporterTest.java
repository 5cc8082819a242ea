package dev.tidemark.command.shard;

import static dev.tidemark.command.shard.Commands.deactivate;
import static dev.tidemark.command.shard.Commands.register;
import static dev.tidemark.command.shard.Commands.request;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.command.aggregates.session.SessionCommand;
import dev.tidemark.command.handling.Reply;
import dev.tidemark.command.shard.FaultyLog.Fault;
import dev.tidemark.events.Envelope;
import dev.tidemark.events.EventTopic;
import dev.tidemark.events.archive.Prefix;
import dev.tidemark.events.archive.ShardImport;
import dev.tidemark.events.codec.EventCodec;
import dev.tidemark.events.kafka.ArchivedRecords.Line;
import dev.tidemark.events.kafka.EventRecords;
import dev.tidemark.events.value.SessionId;
import dev.tidemark.events.value.Username;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A shard that is filled with the events of another one.
@Timeout(30)
class ImporterTest {
  private static final String SOURCE = "the log of another shard";
  private static final Instant LATE = TestClock.START.plus(Duration.ofDays(365));
  private static final Username ALICE = new Username("alice");

  private final TestClock clock = new TestClock();
  private final EventRecords records = new EventRecords(new EventCodec());
  private final MemoryLog archived = new MemoryLog();
  private final MemoryLog memory = new MemoryLog();
  private final FaultyLog log = new FaultyLog(memory.writer());
  private final StartedShards shards = new StartedShards(clock);
  private Shard shard;

  @BeforeEach
  void archive() throws InterruptedException {
    Shard source = shards.start(archived.writer(), new MemoryStores());
    shards.decide(source, request("k1", register("alice")));
    shards.decide(source, request("k2", register("bob")));
    shards.decide(source, request("k3", deactivate("bob")));
    var session = SessionId.mint(ALICE.slot(), TestClock.START, new Random(1));
    shards.decide(
        source,
        request("k4", Commands.of(new SessionCommand.Start(session, ALICE, Duration.ofDays(1)))));
    shard = shards.start(log, new MemoryStores());
  }

  @AfterEach
  void close() {
    shards.close();
    assertThat(shards.deaths()).isEmpty();
  }

  @Test
  void whatWasImportedIsTheSameAndGoesOn() throws InterruptedException {
    ask(new ImportStep.Begin(SOURCE));
    take(EventTopic.USERS, Prefix.NONE, events(EventTopic.USERS));
    ShardImport whole =
        take(EventTopic.SESSIONS, Prefix.NONE, events(EventTopic.SESSIONS)).state().orElseThrow();
    assertThat(ask(end(whole))).isEqualTo(standing(whole.end()));

    assertThat(memory.events()).isEqualTo(archived.events());
    assertThat(shards.decide(shard, request("k3", deactivate("bob"))))
        .isInstanceOfSatisfying(
            Reply.Done.class,
            done -> {
              assertThat(done.repeated()).isTrue();
              assertThat(done.outcome().version()).isEqualTo(2);
            });
    assertThat(shards.decide(shard, request("k5", deactivate("alice"))))
        .isInstanceOfSatisfying(
            Reply.Done.class, done -> assertThat(done.outcome().version()).isEqualTo(2));
  }

  @Test
  void noCommandIsDecidedOnAPartOfWhatHappened() throws InterruptedException {
    ask(new ImportStep.Begin(SOURCE));

    assertThat(shard.status().state()).isEqualTo(ShardState.IMPORTING);
    assertThat(shards.decide(shard, request("k9", register("carol"))))
        .isInstanceOf(Reply.NotDecided.class);
    assertThat(memory.events()).isEmpty();
  }

  @Test
  void anyOwnerGoesOnWhereTheLastOneWas() throws InterruptedException {
    ask(new ImportStep.Begin(SOURCE));
    ImportReply.Standing before =
        take(EventTopic.USERS, Prefix.NONE, events(EventTopic.USERS).subList(0, 2));
    shard.close();
    shard = shards.start(memory.writer(), new MemoryStores());

    assertThat(ask(new ImportStep.Look())).isEqualTo(before);
    assertThat(shards.decide(shard, request("k1", register("alice"))))
        .isInstanceOf(Reply.NotDecided.class);
    Prefix taken = before.state().orElseThrow().users();
    take(EventTopic.USERS, taken, events(EventTopic.USERS).subList(2, 3));
    assertThat(memory.events()).isEqualTo(events(EventTopic.USERS));
  }

  @Test
  void aStepThatIsInDoubtCanBeAskedForAgain() throws InterruptedException {
    ask(new ImportStep.Begin(SOURCE));
    List<Envelope> users = events(EventTopic.USERS);
    for (Fault fault : Fault.values()) {
      log.next(fault);
      assertThat(ask(step(EventTopic.USERS, Prefix.NONE, users)))
          .isInstanceOf(ImportReply.NotDecided.class);
    }

    take(EventTopic.USERS, Prefix.NONE, users);

    assertThat(memory.events()).isEqualTo(users);
  }

  @Test
  void whatDoesNotFollowIsRefusedAndChangesNothing() throws InterruptedException {
    List<Envelope> users = events(EventTopic.USERS);
    assertRefused("import-not-begun", step(EventTopic.USERS, Prefix.NONE, users));
    ask(new ImportStep.Begin(SOURCE));
    assertRefused("another-import", new ImportStep.Begin("another log"));
    assertRefused("broken-history", step(EventTopic.USERS, Prefix.NONE, users.subList(2, 3)));
    Prefix one = new Prefix(1, "ab".repeat(32));
    assertRefused("not-the-prefix", step(EventTopic.USERS, one, users.subList(1, 3)));
    assertRefused("not-the-prefix", new ImportStep.End(one, Prefix.NONE, Prefix.NONE));

    assertThat(memory.events()).isEmpty();
    assertThat(ask(new ImportStep.Look())).isEqualTo(standing(ShardImport.begun(SOURCE)));
  }

  @Test
  void aShardThatHoldsEventsIsNotFilled() throws InterruptedException {
    shards.decide(shard, request("k9", register("carol")));

    assertRefused("shard-not-empty", new ImportStep.Begin(SOURCE));

    assertThat(shards.decide(shard, request("k10", register("dave"))))
        .isInstanceOf(Reply.Done.class);
  }

  private static ImportReply standing(ShardImport state) {
    return new ImportReply.Standing(state.events() == 0, Optional.of(state));
  }

  private static ImportStep end(ShardImport whole) {
    return new ImportStep.End(whole.users(), whole.sessions(), whole.orders());
  }

  private List<Envelope> events(EventTopic topic) {
    return archived.events().stream().filter(it -> it.event().topic() == topic).toList();
  }

  private ImportStep.Take step(EventTopic topic, Prefix after, List<Envelope> events) {
    Prefix through = after;
    for (Envelope event : events) {
      through = through.and(event.id().getBytes(UTF_8));
    }
    return new ImportStep.Take(
        topic,
        after,
        through,
        events.stream().map(it -> new Line.Event(it, records.write(it, 0))).toList());
  }

  private ImportReply.Standing take(EventTopic topic, Prefix after, List<Envelope> events)
      throws InterruptedException {
    ImportReply reply = ask(step(topic, after, events));
    assertThat(reply).isInstanceOf(ImportReply.Standing.class);
    return (ImportReply.Standing) reply;
  }

  private void assertRefused(String code, ImportStep step) throws InterruptedException {
    assertThat(ask(step))
        .isInstanceOfSatisfying(
            ImportReply.Refused.class, refused -> assertThat(refused.code()).isEqualTo(code));
  }

  /// As soon as the shard is open.
  private ImportReply ask(ImportStep step) throws InterruptedException {
    ImportReply reply = new ImportReply.NotHere("");
    while (reply instanceof ImportReply.NotHere) {
      var pending = new PendingStep(step, LATE);
      shard.perform(pending);
      reply = pending.await(clock);
    }
    return reply;
  }
}
