package dev.tidemark.chaos.load;

import dev.tidemark.chaos.history.Freshness;
import dev.tidemark.chaos.history.HistoryEntry.Attempted;
import dev.tidemark.chaos.history.HistoryEntry.Invoked;
import dev.tidemark.chaos.history.HistoryEntry.Read;
import dev.tidemark.chaos.history.HistoryWriter;
import dev.tidemark.chaos.history.Outcome;
import dev.tidemark.chaos.history.Resource;
import dev.tidemark.chaos.history.Seen;
import dev.tidemark.chaos.load.Successes.Asked;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/// Writes down what the load does, and counts it. Thread-safe.
final class Recorder {
  private final HistoryWriter history;
  private final LongSupplier now;
  private final Successes successes;
  private final Tally tally;
  private final AtomicLong operations = new AtomicLong();
  private final AtomicLong reads = new AtomicLong();

  /// @param now ns since the run began
  Recorder(HistoryWriter history, LongSupplier now, Successes successes, Tally tally) {
    this.history = history;
    this.now = now;
    this.successes = successes;
    this.tally = tally;
  }

  long now() {
    return now.getAsLong();
  }

  long nextOperation() {
    return operations.incrementAndGet();
  }

  void invoked(Operation operation) {
    history.write(
        new Invoked(
            operation.number(),
            operation.client().number(),
            operation.key(),
            operation.intent(),
            now()));
  }

  void attempted(Operation operation, int attempt, String instance, long sentAt, Outcome outcome) {
    long endedAt = now();
    history.write(new Attempted(operation.number(), attempt, instance, sentAt, endedAt, outcome));
    switch (outcome) {
      case Outcome.Acknowledged done -> {
        tally.count(done.replayed() ? "attempts answered as before" : "attempts acknowledged");
        successes.add(Asked.COMMANDS, operation.customer().shard(), endedAt);
      }
      case Outcome.Refused _ -> {
        tally.count("attempts refused");
        successes.add(Asked.COMMANDS, operation.customer().shard(), endedAt);
      }
      case Outcome.Unknown _ -> tally.count("attempts without a clear answer");
    }
  }

  void ended(String how) {
    tally.count("commands " + how);
  }

  void read(
      Client client,
      int shard,
      Freshness freshness,
      Resource resource,
      String id,
      String carried,
      String instance,
      long begunAt,
      Seen seen) {
    long endedAt = now();
    history.write(
        new Read(
            reads.incrementAndGet(),
            client.number(),
            freshness,
            resource,
            id,
            carried,
            instance,
            begunAt,
            endedAt,
            seen));
    var kind = "reads " + freshness.name().toLowerCase(Locale.ROOT);
    if (seen instanceof Seen.Nothing) {
      tally.count(kind + " without an answer");
    } else {
      tally.count(kind + " answered");
      successes.add(Asked.READS, shard, endedAt);
    }
  }

  void count(String what) {
    tally.count(what);
  }
}
