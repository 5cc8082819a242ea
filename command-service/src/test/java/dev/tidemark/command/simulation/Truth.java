package dev.tidemark.command.simulation;

import dev.tidemark.command.handling.CommandHandling;
import dev.tidemark.command.handling.Outcome;
import dev.tidemark.command.handling.Reply;
import dev.tidemark.command.handling.StateChanges;
import dev.tidemark.command.handling.StateChanges.OutcomeKey;
import dev.tidemark.command.handling.Verdict;
import dev.tidemark.command.store.MemoryStateStore;
import dev.tidemark.events.Envelope;
import dev.tidemark.events.OrderEvent.OrderPlaced;
import dev.tidemark.events.consistency.Position;
import dev.tidemark.events.kafka.LogEntry;
import dev.tidemark.events.value.CommandId;
import dev.tidemark.events.value.OrderId;
import dev.tidemark.events.value.Username;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Knows all that was ever committed, in order, and holds every commit and every reply against it.
final class Truth {
  private final List<LogEntry.Recorded> history = new ArrayList<>();
  private final Duration keyWindow;
  private final MemoryStateStore model;
  private final Map<String, Long> versions = new HashMap<>();
  private final Map<OutcomeKey, List<Outcome>> outcomes = new HashMap<>();
  private final Map<Class<? extends Reply>, Integer> replies = new HashMap<>();
  private long term;

  Truth(Duration keyWindow) {
    this.keyWindow = keyWindow;
    this.model = new MemoryStateStore(keyWindow);
  }

  /// Of the newest opening that was committed.
  long term() {
    return term;
  }

  int size() {
    return history.size();
  }

  /// The state that the whole log leads to.
  MemoryStateStore model() {
    return model;
  }

  /// How many replies of each kind were given.
  Map<Class<? extends Reply>, Integer> replies() {
    return replies;
  }

  /// The fingerprint of the command that was committed last under this key.
  @Nullable String hash(Username customer, CommandId id) {
    List<Outcome> committed = outcomes(customer, id);
    return committed.isEmpty() ? null : committed.getLast().hash();
  }

  /// How many keys were forgotten and then used again.
  long keysUsedAgain() {
    return outcomes.values().stream().filter(committed -> committed.size() > 1).count();
  }

  private List<Outcome> outcomes(Username customer, CommandId id) {
    return outcomes.getOrDefault(new OutcomeKey(customer, id), List.of());
  }

  List<LogEntry.Recorded> history() {
    return history;
  }

  List<OrderId> placed(Username customer) {
    return history.stream()
        .filter(recorded -> customer(recorded).equals(customer))
        .map(recorded -> recorded.envelope().event())
        .flatMap(event -> event instanceof OrderPlaced placed ? Stream.of(placed) : Stream.of())
        .map(OrderPlaced::orderId)
        .toList();
  }

  void committed(List<LogEntry> entries) {
    if (entries.getFirst() instanceof LogEntry.Marker(_, var opened)) {
      check(opened > term, "Expected a term after %d, but was %d", term, opened);
      term = opened;
    }
    for (LogEntry entry : entries) {
      switch (entry) {
        case LogEntry.Marker(var position, var opened) -> {
          check(opened == term, "Expected term %d, but was %d", term, opened);
          var passed = new StateChanges(model);
          passed.passed(position);
          model.apply(passed);
        }
        case LogEntry.Recorded recorded -> recorded(recorded);
        case LogEntry.Imported imported ->
            throw new Violation("Expected nobody to import, but was " + imported);
        case LogEntry.Unreadable unreadable ->
            throw new Violation("Expected what can be read, but was " + unreadable);
      }
    }
  }

  private void recorded(LogEntry.Recorded recorded) {
    Envelope event = recorded.envelope();
    check(event.term() == term, "Expected term %d, but was %s", term, event);
    Username customer = customer(recorded);
    Outcome before = model.outcome(customer, event.commandId());
    check(before == null, "Applied twice: %s and %s", before, recorded);
    boolean later = !event.recordedAt().isBefore(model.logTime());
    check(later, "Expected it to be recorded after %s, but was %s", model.logTime(), event);
    long version = versions.merge(event.event().aggregateId(), 1L, Long::sum);
    check(event.sequence() == version, "Expected version %d, but was %s", version, event);
    history.add(recorded);
    apply(recorded, model);
    Outcome outcome = model.outcome(customer, event.commandId());
    check(outcome != null, "Expected a new key to be remembered, but was %s", event);
    outcomes
        .computeIfAbsent(new OutcomeKey(customer, event.commandId()), _ -> new ArrayList<>())
        .add(outcome);
  }

  private static void apply(LogEntry.Recorded recorded, MemoryStateStore state) {
    var changes = new StateChanges(state);
    changes.apply(recorded.envelope(), recorded.position());
    state.apply(changes);
  }

  /// @param decidedAt when the instance last looked at its clock
  void told(Ask ask, Reply reply, Instant decidedAt) {
    replies.merge(reply.getClass(), 1, Integer::sum);
    switch (reply) {
      case Reply.Done(var outcome, _) -> acknowledged(ask, outcome);
      case Reply.Unchanged _,
          Reply.Refused _,
          Reply.Unknown _,
          Reply.PreconditionFailed _,
          Reply.KeyReused _ ->
          check(
              isExplained(ask, reply, decidedAt), "No committed state explains %s: %s", reply, ask);
      case Reply.NotDecided _, Reply.NotHere _ -> {}
      case Reply.Failed failed -> throw new Violation("A bug was met: " + failed + ": " + ask);
    }
  }

  private void acknowledged(Ask ask, Outcome outcome) {
    String hash = outcome.hash();
    check(ask.request().hash().equals(hash), "Answered as another command, %s: %s", hash, ask);
    List<Outcome> committed = outcomes(ask.customer(), ask.request().id());
    boolean known = committed.stream().anyMatch(it -> it.toString().equals(outcome.toString()));
    check(known, "Expected one of %s, but was %s: %s", committed, outcome, ask);
  }

  /// Whether deciding on some committed state, no older than the request, leads to this reply.
  private boolean isExplained(Ask ask, Reply reply, Instant decidedAt) {
    var state = new MemoryStateStore(keyWindow);
    for (int i = 0; i <= history.size(); i++) {
      boolean mayHaveDecided = i >= ask.committedBefore();
      if (mayHaveDecided && explains(state, ask, reply, decidedAt)) {
        return true;
      }
      if (i < history.size()) {
        apply(history.get(i), state);
      }
    }
    return false;
  }

  private boolean explains(MemoryStateStore state, Ask ask, Reply reply, Instant decidedAt) {
    if (reply instanceof Reply.KeyReused) {
      // Its own group may have brought the aggregate, and time that makes the key forgotten.
      Outcome other = state.outcome(ask.customer(), ask.request().id());
      return other != null && !other.hash().equals(ask.request().hash());
    }
    Verdict verdict = CommandHandling.handle(state, ask.request(), term, decidedAt);
    return switch (verdict) {
      case Verdict.Tell(var told) -> told.equals(reply);
      case Verdict.Unchanged(var result, var version, var topic) ->
          reply instanceof Reply.Unchanged(var toldResult, var toldVersion, var position)
              && result.equals(toldResult)
              && version == toldVersion
              && topic == position.topic()
              && isRecent(position, state);
      case Verdict.Append _, Verdict.Repeat _ -> false;
    };
  }

  /// A read from there on shows all that the reply rests on.
  private static boolean isRecent(Position told, MemoryStateStore state) {
    return told.offset() >= state.offset(told.topic()).orElse(0);
  }

  private static Username customer(LogEntry.Recorded recorded) {
    return recorded.envelope().event().username();
  }

  static void check(boolean holds, String broken, Object... arguments) {
    if (!holds) {
      throw new Violation(broken.formatted(arguments));
    }
  }
}
