package dev.tidemark.chaos.checker;

import dev.tidemark.chaos.log.LogRecord.Fact;
import java.util.List;

/// A command whose every attempt was refused does not stand in the log. One of which an attempt is
/// unclear may: that one can have been decided after the refusal of another.
final class RefusedNever implements Rule {
  @Override
  public String name() {
    return "refused-stands-not-in-the-log";
  }

  @Override
  public void judge(Evidence evidence, Ruling ruling) {
    for (Operation operation : evidence.operations().all()) {
      if (operation.refused().isEmpty()
          || operation.unclear()
          || !operation.acknowledged().isEmpty()) {
        continue;
      }
      ruling.judged();
      List<Fact> facts = evidence.log().of(operation.intent().customer(), operation.key());
      if (!facts.isEmpty()) {
        ruling.violated("Expected no event, but there is one", operation, facts);
      }
    }
  }
}
