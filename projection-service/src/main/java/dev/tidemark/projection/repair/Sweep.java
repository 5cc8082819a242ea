package dev.tidemark.projection.repair;

import dev.tidemark.events.EventTopic;
import dev.tidemark.events.kafka.LogEntry;
import dev.tidemark.projection.batch.Aggregate;
import dev.tidemark.projection.batch.LogFold;
import dev.tidemark.projection.batch.LogRecord;
import dev.tidemark.projection.batch.Positions;
import dev.tidemark.projection.batch.Verdict;
import dev.tidemark.projection.log.LogScan;
import dev.tidemark.projection.log.LogUnavailableException;
import dev.tidemark.projection.store.RowsAt;
import dev.tidemark.projection.store.ViewRepairs;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// One unit of a job: folds the log of its aggregates from the beginning, and holds their rows and
/// values against that.
final class Sweep {
  /// For what came to the log since it was last read.
  static final Duration PATIENCE = Duration.ofSeconds(20);

  private static final int CHUNK = 200;
  private static final int ATTEMPTS_MAX = 3;

  private final Stores stores;
  private final Wish wish;
  private final Unit unit;
  private final Tally tally;
  private final Pulse pulse;
  private final int shard;

  Sweep(Stores stores, Wish wish, Unit unit, Tally tally, Pulse pulse) {
    this.stores = stores;
    this.wish = wish;
    this.unit = unit;
    this.tally = tally;
    this.pulse = pulse;
    this.shard = unit.shard();
  }

  /// All that is selected.
  void run() {
    Selection selection = wish.selection();
    if (selection.isStretch()) {
      Set<Aggregate> touched = touched(selection);
      run(each -> touched.contains(each.aggregate()));
    } else {
      run(each -> isSelected(selection, each));
    }
  }

  /// Just these aggregates.
  void run(Set<Aggregate> aggregates) {
    run(each -> aggregates.contains(each.aggregate()));
  }

  private void run(Predicate<LogRecord> wanted) {
    try (var scan = LogScan.from(Positions.START, shard, stores.log())) {
      RowsAt begun = stores.views().rows(shard, List.of());
      Predicate<LogRecord> here = each -> unit.has(customer(each)) && wanted.test(each);
      var fold = new LogFold(here, begun.leftOut());
      var timeline = new TimelineCheck(stores, wish, unit, tally, begun.leftOut(), here);
      ViewRepairs.Truth truth =
          (standing, leftOut, within) -> {
            fold.leaveOut(leftOut);
            scan.catchUp(standing, within, fold::add);
            return fold;
          };
      scan.readTo(
          begun.standing(),
          piece -> {
            fold.add(piece);
            if (wish.kind().looksAtRows()) {
              timeline.check(piece);
            }
            tally.read(piece.size());
            pulse.beat();
          });
      if (wish.kind().looksAtRows()) {
        timeline.end(begun.standing());
      }
      var aggregates = new ArrayList<>(fold.aggregates());
      for (int from = 0; from < aggregates.size(); from += CHUNK) {
        check(aggregates.subList(from, Math.min(from + CHUNK, aggregates.size())), truth);
        pulse.beat();
      }
      checkSums(fold, truth);
    }
  }

  private void check(List<Aggregate> chunk, ViewRepairs.Truth truth) {
    if (wish.kind().looksAtRows()) {
      checkRows(chunk, truth);
    }
    if (wish.kind().looksAtValues()) {
      new ValueCheck(stores, wish, shard, tally, pulse).check(chunk, truth);
    }
  }

  private void checkRows(List<Aggregate> chunk, ViewRepairs.Truth truth) {
    RowsAt at = stores.views().rows(shard, chunk);
    LogFold fold = truth.at(at.standing(), at.leftOut(), PATIENCE);
    var rows = at.rows().byAggregate();
    var mendable = new ArrayList<Aggregate>();
    var verdicts = new ArrayList<Verdict>();
    for (Aggregate each : chunk) {
      Verdict verdict = Verdict.of(fold.row(each), Optional.ofNullable(rows.get(each)));
      if (!fold.isDecided(each)) {
        String why = fold.broken(each).orElse("it was retried meanwhile");
        tally.failed(Finding.POSTGRES, Finding.name(each), why);
      } else if (!verdict.isDamage()) {
        tally.equal(1);
      } else if (verdict.isMendable()) {
        mendable.add(each);
        verdicts.add(verdict);
      } else {
        tally.damaged(Finding.POSTGRES, Finding.name(each), verdict);
      }
    }
    boolean mend = wish.mend() && !mendable.isEmpty();
    List<Aggregate> mended =
        mend ? inTime(truth, () -> stores.views().mend(shard, mendable, truth)) : List.of();
    for (int i = 0; i < mendable.size(); i++) {
      String name = Finding.name(mendable.get(i));
      boolean done = mended.contains(mendable.get(i));
      if (done || !wish.mend()) {
        tally.mendable(Finding.POSTGRES, name, verdicts.get(i), done);
      } else {
        tally.failed(Finding.POSTGRES, name, "it changed meanwhile");
      }
    }
  }

  /// While a shard is held the log is not waited for. If it was slow just then, what is missing is
  /// read before the shard is taken once more.
  private <T> T inTime(ViewRepairs.Truth truth, Supplier<T> repair) {
    for (int attempt = 1; ; attempt++) {
      try {
        return repair.get();
      } catch (LogUnavailableException e) {
        if (attempt == ATTEMPTS_MAX) {
          throw e;
        }
        RowsAt now = stores.views().rows(shard, List.of());
        LogFold _ = truth.at(now.standing(), now.leftOut(), PATIENCE);
        pulse.beat();
      }
    }
  }

  /// What is summed up, counted or found by rows.
  private void checkSums(LogFold fold, ViewRepairs.Truth truth) {
    if (!wish.kind().looksAtRows()) {
      return;
    }
    var customers = new ArrayList<>(fold.customers());
    if (wish.selection().isOfWholeCustomers()) {
      for (int from = 0; from < customers.size(); from += CHUNK) {
        var some = customers.subList(from, Math.min(from + CHUNK, customers.size()));
        inTime(truth, () -> stores.views().sales(shard, some, truth, wish.mend()))
            .forEach(wrong ->
                tally.mendable(
                    Finding.POSTGRES, "sales of " + wrong, Verdict.DIFFERENT, wish.mend()));
        pulse.beat();
      }
    }
    if (wish.selection().isAll() && unit.bucket() == unit.buckets() - 1) {
      long wrong = stores.views().derived(shard, wish.mend());
      if (wrong > 0) {
        tally.mendable(
            Finding.POSTGRES,
            "status_counts or order_skus of shard " + shard + ", " + wrong + " rows",
            Verdict.DIFFERENT,
            wish.mend());
      }
    }
  }

  private Set<Aggregate> touched(Selection selection) {
    Positions end = stores.views().rows(shard, List.of()).standing();
    Positions from = Positions.START;
    EventTopic topic = selection.topic();
    if (topic != null) {
      long first = selection.fromOffset() == null ? 0 : selection.fromOffset();
      long last = selection.toOffset() == null ? Long.MAX_VALUE - 1 : selection.toOffset();
      from = end.with(topic, Math.min(first, end.of(topic)));
      end = end.with(topic, Math.clamp(last + 1, from.of(topic), end.of(topic)));
    }
    var touched = new HashSet<Aggregate>();
    try (var scan = LogScan.from(from, shard, stores.log())) {
      scan.readTo(
          end,
          piece -> {
            pulse.beat();
            piece.stream()
                .filter(each -> topic != null || isWithin(selection, each))
                .filter(each -> unit.has(customer(each)))
                .forEach(each -> touched.add(each.aggregate()));
          });
    }
    return touched;
  }

  private static boolean isWithin(Selection selection, LogRecord logged) {
    if (!(logged.entry() instanceof LogEntry.Recorded(_, var envelope))) {
      return false;
    }
    Instant at = envelope.recordedAt();
    Instant from = selection.fromTime();
    Instant to = selection.toTime();
    return (from == null || !at.isBefore(from)) && (to == null || at.isBefore(to));
  }

  private static boolean isSelected(Selection selection, LogRecord logged) {
    if (selection.user() != null) {
      return customer(logged).equals(selection.user().value());
    }
    String id = logged.aggregate().id();
    if (selection.order() != null) {
      return logged.topic() == EventTopic.ORDERS && id.equals(selection.order().toString());
    }
    return selection.session() == null
        || (logged.topic() == EventTopic.SESSIONS && id.equals(selection.session().toString()));
  }

  private static String customer(LogRecord logged) {
    byte[] key = logged.raw().key();
    return key == null ? "" : new String(key, StandardCharsets.UTF_8);
  }
}
