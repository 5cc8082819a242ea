package dev.tidemark.chaos.checker;

import dev.tidemark.chaos.checker.Stores.Sale;
import dev.tidemark.chaos.checker.Stores.Stored;
import dev.tidemark.chaos.history.HistoryEntry;
import dev.tidemark.chaos.history.HistoryEntry.Attempted;
import dev.tidemark.chaos.history.HistoryEntry.Invoked;
import dev.tidemark.chaos.history.HistoryEntry.Read;
import dev.tidemark.chaos.history.Outcome;
import dev.tidemark.chaos.history.Outcome.Acknowledged;
import dev.tidemark.chaos.history.Resource;
import dev.tidemark.chaos.history.Seen;
import dev.tidemark.chaos.log.CommittedLog;
import dev.tidemark.chaos.log.LogRecord;
import dev.tidemark.chaos.log.LogRecord.Fact;
import dev.tidemark.chaos.log.Past;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// A run that was right, and the ways to spoil it in one place.
final class Spoilt {
  private static final int STEPS = 1_500;

  final MadeUpRun run;
  private final Operations operations;
  private final CommittedLog log;

  Spoilt(long seed) {
    run = MadeUpRun.of(seed, STEPS);
    operations = Operations.of(run.entries::forEach);
    log = CommittedLog.of(run.log);
  }

  /// An event that was acknowledged, with nothing behind it of the same thing.
  Fact lastAcknowledged(Predicate<Fact> wanted) {
    return facts()
        .filter(fact -> past(fact).versions() == fact.sequence())
        .filter(fact -> told(fact) != Operation.NEVER)
        .filter(wanted)
        .findFirst()
        .orElseThrow();
  }

  Stream<Fact> facts() {
    return run.log.stream().filter(Fact.class::isInstance).map(Fact.class::cast);
  }

  Past past(Fact fact) {
    return log.past(fact.resource(), fact.id());
  }

  long told(Fact fact) {
    return operations.withKey(fact.key()).toldAt(fact);
  }

  Operation operation(Fact fact) {
    return operations.withKey(fact.key());
  }

  Stream<Operation> operations() {
    return operations.all().stream();
  }

  void replace(LogRecord old, LogRecord by) {
    run.log.set(run.log.indexOf(old), by);
  }

  void replace(HistoryEntry old, HistoryEntry by) {
    run.entries.set(run.entries.indexOf(old), by);
  }

  void answer(Attempted attempt, Outcome outcome) {
    replace(
        attempt,
        new Attempted(
            attempt.operation(),
            attempt.attempt(),
            attempt.instance(),
            attempt.sentAt(),
            attempt.endedAt(),
            outcome));
  }

  void show(Read read, Seen seen) {
    replace(
        read,
        new Read(
            read.read(),
            read.client(),
            read.freshness(),
            read.resource(),
            read.id(),
            read.carried(),
            read.instance(),
            read.begunAt(),
            read.endedAt(),
            seen));
  }

  Stream<Read> reads() {
    return run.entries.stream().filter(Read.class::isInstance).map(Read.class::cast);
  }

  /// A read that shows a version of 2 or more, and must show it.
  Read mustShow(Predicate<Read> wanted) {
    return reads()
        .filter(read -> read.seen() instanceof Seen.State state && state.version() >= 2)
        .filter(wanted)
        .findFirst()
        .orElseThrow();
  }

  /// What a read shows when it shows version 1, and pretends to reflect as much as before.
  Seen older(Read read) {
    var state = (Seen.State) read.seen();
    String body =
        reads()
            .filter(other -> other.id().equals(read.id()))
            .map(Read::seen)
            .filter(Seen.State.class::isInstance)
            .map(Seen.State.class::cast)
            .filter(seen -> seen.version() == 1)
            .map(Seen.State::body)
            .findFirst()
            .orElse(state.body());
    return new Seen.State(1, body, state.token(), state.source());
  }

  Invoked invoked(Operation operation) {
    return run.entries.stream()
        .filter(Invoked.class::isInstance)
        .map(Invoked.class::cast)
        .filter(invoked -> invoked.operation() == operation.number())
        .findFirst()
        .orElseThrow();
  }

  /// The same event somewhere else, of another key or with other words.
  static Fact like(Fact fact, long offset, long sequence, String key, long term, String data) {
    return new Fact(
        fact.resource(),
        fact.partition(),
        offset,
        fact.customer(),
        fact.type(),
        fact.id(),
        sequence,
        key,
        term,
        fact.occurredAt(),
        data);
  }

  long end(Fact beside) {
    return run.log.stream()
            .filter(one -> one.resource() == beside.resource())
            .filter(one -> one.partition() == beside.partition())
            .mapToLong(LogRecord::offset)
            .max()
            .orElseThrow()
        + 1;
  }

  Stored row(Resource resource) {
    return run.stores.rows.stream()
        .filter(row -> row.resource() == resource)
        .findFirst()
        .orElseThrow();
  }

  static Sale sale(Sale sale, long orders) {
    return new Sale(
        sale.country(),
        sale.month(),
        sale.customer(),
        sale.currency(),
        orders,
        sale.units(),
        sale.revenue(),
        sale.refunded());
  }

  /// Those that were acknowledged more than once with the event that stands in the log.
  Stream<Operation> askedAgain() {
    return operations()
        .filter(operation -> operation.acknowledged().size() > 1)
        .filter(operation -> facts(operation).size() == 1)
        .filter(operation -> told(facts(operation).getFirst()) != Operation.NEVER);
  }

  List<Fact> facts(Operation operation) {
    return log.of(operation.intent().customer(), operation.key());
  }

  static Acknowledged acknowledged(Attempted attempt) {
    return (Acknowledged) attempt.outcome();
  }
}
