package dev.tidemark.chaos.checker;

import dev.tidemark.chaos.history.History;
import dev.tidemark.chaos.history.HistoryEntry.Read;
import dev.tidemark.chaos.log.CommittedLog;
import java.util.ArrayList;
import java.util.List;

/// Holds a history against the promises.
///
/// The commands and the log are held in memory, about a kilobyte for each; reads and rows go by. A
/// million operations of which a third are commands fit into a heap of 1 GB.
public final class Checker {
  private Checker() {}

  /// Those about commands and the log, and about what the stores hold in the end.
  private static List<Rule> rules() {
    return List.of(
        new AcknowledgedOnce(),
        new RefusedNever(),
        new UnclearAtMostOnce(),
        new FirstAnswerAgain(),
        new RefusalsAreTrue(),
        new NobodysEvents(),
        new Sequences(),
        new Terms(),
        new Lawful(),
        new CustomersOrder(),
        new RowsAreTheFold(),
        new CacheIsTheFold(),
        new TimelineIsTheLog(),
        new SalesAddUp(),
        new NothingIsParked());
  }

  private static List<ReadRule> readRules() {
    return List.of(
        new ReadsOfCommitted(),
        new TokenReads(),
        new StrongReads(),
        new MonotonicReads(),
        new TokensCover());
  }

  /// @param log all of it, read after the history ended
  /// @param stores as they are when all is quiet
  /// @throws IllegalArgumentException if the history is none, such as by a key of two operations,
  ///   an attempt of none
  public static Report check(History history, CommittedLog log, Stores stores) {
    var evidence = new Evidence(Operations.of(history), log, stores);
    var results = new ArrayList<RuleResult>();
    for (Rule rule : rules()) {
      var ruling = new Ruling(rule.name());
      rule.judge(evidence, ruling);
      results.add(ruling.result());
    }
    results.addAll(reads(history, evidence));
    return new Report(results);
  }

  /// One pass for all.
  private static List<RuleResult> reads(History history, Evidence evidence) {
    List<ReadRule> rules = readRules();
    List<Ruling> rulings = rules.stream().map(rule -> new Ruling(rule.name())).toList();
    history.forEach(entry -> {
      if (entry instanceof Read read) {
        for (int at = 0; at < rules.size(); at++) {
          rules.get(at).judge(read, evidence, rulings.get(at));
        }
      }
    });
    return rulings.stream().map(Ruling::result).toList();
  }
}
