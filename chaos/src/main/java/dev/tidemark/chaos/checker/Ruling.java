package dev.tidemark.chaos.checker;

import dev.tidemark.chaos.log.LogRecord.Fact;
import java.util.ArrayList;
import java.util.List;

/// What one rule has found. Not thread-safe.
final class Ruling {
  /// So many violations are told with their evidence; the others are counted.
  private static final int TOLD_MAX = 50;

  private final String rule;
  private final List<Violation> told = new ArrayList<>();
  private long judged;
  private long violations;

  Ruling(String rule) {
    this.rule = rule;
  }

  /// One more case that the rule says something about.
  void judged() {
    judged++;
  }

  void violated(String what, List<Long> operations, List<String> evidence) {
    violations++;
    if (told.size() < TOLD_MAX) {
      told.add(new Violation(rule, what, operations, evidence));
    }
  }

  /// About an operation and the events that are concerned.
  void violated(String what, Operation operation, List<Fact> facts) {
    violations++;
    if (told.size() < TOLD_MAX) {
      var evidence = new ArrayList<>(operation.told());
      facts.forEach(fact -> evidence.add(fact.told()));
      told.add(new Violation(rule, what, List.of(operation.number()), evidence));
    }
  }

  RuleResult result() {
    return new RuleResult(rule, judged, violations, told);
  }
}
