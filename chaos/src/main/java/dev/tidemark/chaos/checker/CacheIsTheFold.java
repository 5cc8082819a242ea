package dev.tidemark.chaos.checker;

import dev.tidemark.chaos.log.LogRecord.Fact;
import dev.tidemark.chaos.log.Past;
import java.util.List;

/// In the end every value in Redis is as all its events make it. A cache need not hold everything.
final class CacheIsTheFold implements Rule {
  @Override
  public String name() {
    return "cached-values-are-the-fold-of-the-log";
  }

  @Override
  public void judge(Evidence evidence, Ruling ruling) {
    evidence
        .stores()
        .cached(value -> {
          ruling.judged();
          Past past = evidence.past(value.resource(), value.id());
          String wrong = Folded.differences(value, past);
          if (!wrong.isEmpty()) {
            ruling.violated(
                "Of the value of %s %s: %s".formatted(value.resource(), value.id(), wrong),
                List.of(),
                past == null ? List.of() : past.facts().stream().map(Fact::told).toList());
          }
        });
  }
}
