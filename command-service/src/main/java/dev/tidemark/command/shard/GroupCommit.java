package dev.tidemark.command.shard;

import dev.tidemark.command.handling.CommandHandling;
import dev.tidemark.command.handling.CommandRequest;
import dev.tidemark.command.handling.Outcome;
import dev.tidemark.command.handling.Reply;
import dev.tidemark.command.handling.StateChanges;
import dev.tidemark.command.handling.Verdict;
import dev.tidemark.command.store.StateStore;
import dev.tidemark.command.store.StoreDamagedException;
import dev.tidemark.events.Envelope;
import dev.tidemark.events.EventTopic;
import dev.tidemark.events.consistency.Position;
import dev.tidemark.events.value.CommandId;
import dev.tidemark.events.value.Username;
import dev.tidemark.runtime.logging.LogFields;
import dev.tidemark.runtime.tracing.Operation;
import dev.tidemark.runtime.tracing.Operation.Kind;
import dev.tidemark.runtime.tracing.Origin;
import dev.tidemark.runtime.tracing.Tracing;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Decides commands in groups: one transaction for all events of a group.
///
/// A command may be decided on what earlier ones of its group staged. So nobody is told anything,
/// not even of a refusal, before the whole group is committed.
class GroupCommit {
  private static final Logger LOG = LoggerFactory.getLogger(GroupCommit.class);

  /// What is staged has no place in the log yet. Nobody reads it: at the commit all that was staged
  /// is forgotten, and what was committed is applied as a replay would.
  private static final long NOWHERE = Long.MAX_VALUE;

  private final int shard;
  private final StateStore store;
  private final TransactionalLog log;
  private final long term;
  private final InstantSource clock;
  private final ShardMeters meters;
  private final Operation deciding;

  GroupCommit(
      int shard,
      StateStore store,
      TransactionalLog log,
      long term,
      InstantSource clock,
      ShardMeters meters) {
    this.shard = shard;
    this.store = store;
    this.log = log;
    this.term = term;
    this.clock = clock;
    this.meters = meters;
    this.deciding =
        Operation.of(Kind.INTERNAL, "decide").with("tidemark.shard", Integer.toString(shard));
  }

  /// Decides and replies. If it throws, nobody was told anything and the whole group is in doubt:
  /// once the log has been opened and replayed again, deciding it anew tells the truth, since every
  /// command that was committed is then known by its key.
  void decide(List<Pending> group) throws LogFailedException {
    // Milliseconds are what every reader of an event can keep.
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    int _ = Tracing.joining(deciding, () -> origins(group, now), () -> decide(group, now));
  }

  private static Stream<Origin> origins(List<Pending> group, Instant now) {
    return group.stream()
        .map(pending -> pending.request().trace().traceparent())
        .filter(Objects::nonNull)
        .map(traceparent -> new Origin(traceparent, now));
  }

  /// @return how many events were appended
  private int decide(List<Pending> group, Instant now) throws LogFailedException {
    long sinceNanos = System.nanoTime();
    var staged = new StateChanges(store);
    var events = new ArrayList<Envelope>();
    var verdicts = new ArrayList<Verdict>(group.size());
    for (Pending pending : group) {
      Verdict verdict = stage(staged, pending, now);
      if (verdict instanceof Verdict.Append(var envelope)) {
        events.add(envelope);
      }
      verdicts.add(verdict);
    }
    meters.decided(group, System.nanoTime() - sinceNanos);
    if (!events.isEmpty()) {
      commit(events);
    } else if (!verdicts.stream().allMatch(Verdict.Repeat.class::isInstance)) {
      // Nothing is appended that would be fenced: what others decided meanwhile may not be known.
      log.confirm();
    }
    for (int i = 0; i < group.size(); i++) {
      Pending pending = group.get(i);
      pending.tell(reply(pending.request().id(), verdicts.get(i)));
    }
    Tracing.note("tidemark.commands", group.size());
    return events.size();
  }

  Verdict stage(StateChanges staged, Pending pending, Instant now) {
    try {
      Verdict verdict = CommandHandling.handle(staged, pending.request(), term, now);
      if (verdict instanceof Verdict.Append(var envelope)) {
        EventTopic topic = envelope.event().topic();
        staged.apply(envelope, new Position(topic, shard, NOWHERE));
      }
      return verdict;
    } catch (StoreDamagedException e) {
      throw e;
    } catch (RuntimeException e) {
      // A bug that one command meets must not stop the others, nor come back for ever.
      CommandRequest request = pending.request();
      LogFields.command(request.id().value(), request.trace().correlationId());
      LOG.error("shard {}: deciding {} failed", shard, request.id(), e);
      LogFields.noCommand();
      return new Verdict.Tell(new Reply.Failed("Expected a decision, but deciding failed"));
    }
  }

  private void commit(List<Envelope> events) throws LogFailedException {
    long before = System.nanoTime();
    List<Position> positions;
    try {
      positions = log.append(events);
    } catch (LogFailedException e) {
      meters.notCommitted();
      throw e;
    }
    long tookNanos = System.nanoTime() - before;
    meters.committed(events.size(), tookNanos);
    LOG.debug("shard {}: {} events committed in {} µs", shard, events.size(), tookNanos / 1_000);
    var committed = new StateChanges(store);
    for (int i = 0; i < events.size(); i++) {
      committed.apply(events.get(i), positions.get(i));
    }
    store.apply(committed);
  }

  private Reply reply(CommandId id, Verdict verdict) {
    return switch (verdict) {
      case Verdict.Append(var envelope) ->
          new Reply.Done(outcome(envelope.event().username(), id), false);
      case Verdict.Repeat(var customer, var first) ->
          new Reply.Done(isStaged(first) ? outcome(customer, id) : first, true);
      case Verdict.Unchanged(var result, var version, var topic) ->
          new Reply.Unchanged(result, version, lastApplied(topic));
      case Verdict.Tell(var reply) -> reply;
    };
  }

  /// One that is not staged was read when it was decided: what was committed since may have made
  /// the store forget it.
  private static boolean isStaged(Outcome outcome) {
    return outcome.position().offset() == NOWHERE;
  }

  /// The first answer too is read where a repeated one is: they cannot differ.
  private Outcome outcome(Username customer, CommandId id) {
    Outcome outcome = store.outcome(customer, id);
    if (outcome == null) {
      throw new IllegalStateException("Expected the outcome of " + id + ", but it is not there");
    }
    return outcome;
  }

  private Position lastApplied(EventTopic topic) {
    return new Position(topic, shard, store.offset(topic).orElseThrow());
  }
}
