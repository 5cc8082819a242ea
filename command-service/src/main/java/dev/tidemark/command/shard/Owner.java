package dev.tidemark.command.shard;

import dev.tidemark.command.handling.Reply;
import dev.tidemark.command.store.StateStore;
import dev.tidemark.command.store.StoreDamagedException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Owns a shard's log and decides the commands of its inbox, one group after the other.
///
/// Trouble of any kind takes one path: the group at hand is in doubt, the log is opened and
/// replayed again, and the group is decided anew. What had been committed is then known by its key
/// and is answered as it was decided; what had not can never be any more, and is decided if there
/// is time. Meanwhile commands wait in the inbox until their deadlines. Whoever leaves the shard to
/// somebody else leaves the group in doubt too: asked again there, it gets the same truth.
///
/// Not thread-safe but for [#state], [#reason] and [#term].
class Owner {
  private static final Logger LOG = LoggerFactory.getLogger(Owner.class);

  private static final int GROUP_COMMANDS_MAX = 512;
  private static final long GROUP_BYTES_MAX = 4L << 20;
  private static final Duration BACKOFF_MIN = Duration.ofMillis(100);
  private static final Duration BACKOFF_MAX = Duration.ofSeconds(2);

  /// Time to learn that the shard is not assigned here any more. Two instances that both believe it
  /// is would else open it in turns, and neither would get anything done.
  private static final Duration OVERTAKEN_BACKOFF = Duration.ofSeconds(1);

  private static final Reply BEING_IMPORTED =
      new Reply.NotDecided(
          Reply.Why.IMPORTING,
          "Expected a shard that takes commands, but it is being filled from an archive");

  private final int shard;
  private final TransactionalLog log;
  private final Replica replica;
  private final InstantSource clock;
  private final Inbox inbox;
  private final Progress progress;
  private final ShardMeters meters;
  private final ExpirySweep sweep = new ExpirySweep();
  private volatile ShardState state = ShardState.FOLLOWING;
  private volatile String reason = "not assigned to this instance";
  private volatile long term = ShardStatus.NO_TERM;

  private @Nullable Serving serving;
  private List<Pending> inDoubt = List.of();
  private Duration backoff = BACKOFF_MIN;

  /// What serves between two troubles.
  private record Serving(StateStore store, GroupCommit commits, Importer importer) {}

  Owner(
      int shard,
      TransactionalLog log,
      Replica replica,
      InstantSource clock,
      Inbox inbox,
      Progress progress,
      ShardMeters meters) {
    this.shard = shard;
    this.log = log;
    this.replica = replica;
    this.clock = clock;
    this.inbox = inbox;
    this.progress = progress;
    this.meters = meters;
  }

  ShardState state() {
    return state;
  }

  /// Why it is in this state.
  String reason() {
    return reason;
  }

  /// The newest in which the shard was opened here.
  long term() {
    return term;
  }

  /// Whether it has begun to open the shard, and not left it since.
  boolean isEngaged() {
    return state != ShardState.FOLLOWING && state != ShardState.CLOSED;
  }

  /// Opens the log and settles what is in doubt, or decides the next group. Never throws because of
  /// the log, the store or a command: it says how long to leave them alone.
  ///
  /// @param patience how long to wait for a first command
  /// @return how long to wait before the next turn; zero if all is well
  Duration turn(Duration patience) throws InterruptedException {
    try {
      if (serving == null) {
        serving = open();
        decide(serving, inDoubt);
        meters.resolved(inDoubt);
      } else {
        decideNext(serving, patience);
      }
      inDoubt = List.of();
      return Duration.ZERO;
    } catch (LogFailedException | RuntimeException e) {
      return recover(e);
    }
  }

  private Serving open() throws LogFailedException {
    if (state == ShardState.FOLLOWING) {
      become(ShardState.OPENING, "assigned to this instance");
    }
    long since = clock.millis();
    long sinceNanos = System.nanoTime();
    Opened opened = log.open();
    term = opened.term();
    StateStore store = replica.store();
    long events = Replay.into(store, log, opened, progress);
    var importer = new Importer(shard, store, log);
    become(
        stateOf(importer),
        "term %d, replayed %,d events in %,d ms, %d commands in doubt"
            .formatted(opened.term(), events, clock.millis() - since, inDoubt.size()));
    meters.opened(System.nanoTime() - sinceNanos);
    return new Serving(store, commits(store, log, opened.term()), importer);
  }

  GroupCommit commits(StateStore opened, TransactionalLog to, long ofTerm) {
    return new GroupCommit(shard, opened, to, ofTerm, clock, meters);
  }

  private void decideNext(Serving owned, Duration patience)
      throws LogFailedException, InterruptedException {
    var group = new ArrayList<>(inbox.take(GROUP_COMMANDS_MAX, GROUP_BYTES_MAX, patience));
    inDoubt = group;
    Optional<PendingStep> step = inbox.imports().take();
    if (step.isPresent()) {
      perform(owned.importer, step.get());
    }
    group.addAll(sweep.due(owned.store, clock.instant()));
    decide(owned, group);
  }

  /// Whoever waits for a step that fails is told to ask again: a step knows whether it was done.
  private void perform(Importer importer, PendingStep step) throws LogFailedException {
    try {
      ImportReply reply = importer.perform(step.step());
      if (stateOf(importer) != state) {
        become(stateOf(importer), "told to by whoever imports");
      }
      step.tell(reply);
    } catch (LogFailedException | RuntimeException e) {
      step.tell(new ImportReply.NotDecided("Expected the log to take it, but: " + e.getMessage()));
      throw e;
    }
  }

  private static ShardState stateOf(Importer importer) {
    return importer.isUnderWay() ? ShardState.IMPORTING : ShardState.SERVING;
  }

  /// Nobody may decide on a part of what happened.
  private void decide(Serving owned, List<Pending> group) throws LogFailedException {
    if (owned.importer.isUnderWay()) {
      group.forEach(pending -> pending.tell(BEING_IMPORTED));
    } else {
      owned.commits.decide(group);
    }
  }

  private Duration recover(Exception trouble) {
    serving = null;
    meters.troubled(trouble);
    backoff = state.isOpen() ? BACKOFF_MIN : longer(backoff);
    if (trouble instanceof OvertakenException) {
      backoff = OVERTAKEN_BACKOFF;
    } else if (trouble instanceof StoreDamagedException damage) {
      replica.discard(damage);
    } else if (trouble instanceof RuntimeException) {
      LOG.error("shard {}: cannot serve", shard, trouble);
    }
    become(
        state == ShardState.OPENING ? ShardState.OPENING : ShardState.RECOVERING,
        "%s; again in %d ms".formatted(trouble.getMessage(), backoff.toMillis()));
    return backoff;
  }

  /// Somebody else has opened the shard, as the log tells, though it is assigned to this instance.
  Duration overtaken() {
    return recover(new OvertakenException("Expected to be the only owner, but another opened it"));
  }

  /// Gives the shard up. Whoever waits is told to ask elsewhere.
  void leave(ShardState next, String why) {
    inbox.close();
    var elsewhere = new Reply.NotHere("Expected the shard to serve here, but it does not any more");
    inDoubt.forEach(pending -> pending.tell(elsewhere));
    meters.leftInDoubt(inDoubt.size());
    inbox.drain().forEach(pending -> pending.tell(elsewhere));
    inDoubt = List.of();
    serving = null;
    log.close();
    become(next, why);
  }

  private void become(ShardState next, String why) {
    LOG.info("shard {}: {} → {}: {}", shard, state, next, why);
    reason = why;
    state = next;
  }

  private static Duration longer(Duration backoff) {
    Duration doubled = backoff.multipliedBy(2);
    return doubled.compareTo(BACKOFF_MAX) > 0 ? BACKOFF_MAX : doubled;
  }
}
