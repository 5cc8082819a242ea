package dev.tidemark.chaos.checker;

import dev.tidemark.chaos.log.LogRecord.Fact;
import java.util.List;

/// A command of which nobody was told that it is done stands in the log once or not at all, and as
/// it was wanted.
final class UnclearAtMostOnce implements Rule {
  @Override
  public String name() {
    return "unclear-stands-in-the-log-at-most-once";
  }

  @Override
  public void judge(Evidence evidence, Ruling ruling) {
    for (Operation operation : evidence.operations().all()) {
      if (!operation.unclear() || !operation.acknowledged().isEmpty()) {
        continue;
      }
      ruling.judged();
      List<Fact> facts = evidence.log().of(operation.intent().customer(), operation.key());
      if (facts.size() > 1) {
        ruling.violated(
            "Expected one event at most, but there are " + facts.size(), operation, facts);
      } else if (!facts.isEmpty()) {
        Fact fact = facts.getFirst();
        String differences =
            FactOfIntent.differences(operation.intent(), fact, evidence.past(fact));
        if (!differences.isEmpty()) {
          ruling.violated("Of the event: " + differences, operation, facts);
        }
      }
    }
  }
}
