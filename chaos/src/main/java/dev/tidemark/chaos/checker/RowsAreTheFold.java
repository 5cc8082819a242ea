package dev.tidemark.chaos.checker;

import dev.tidemark.chaos.checker.Stores.Stored;
import dev.tidemark.chaos.history.Resource;
import dev.tidemark.chaos.log.LogRecord.Fact;
import dev.tidemark.chaos.log.Past;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// In the end PostgreSQL has a row for everything that stands in the log, and no other, each as all
/// its events make it.
final class RowsAreTheFold implements Rule {
  @Override
  public String name() {
    return "rows-are-the-fold-of-the-log";
  }

  @Override
  public void judge(Evidence evidence, Ruling ruling) {
    Set<Past> found = new HashSet<>();
    for (Resource resource : Resource.values()) {
      evidence
          .stores()
          .rows(
              resource,
              row -> {
                ruling.judged();
                Past past = evidence.past(resource, row.id());
                if (past != null) {
                  found.add(past);
                }
                judge(row, past, ruling);
              });
    }
    for (Past past : evidence.log().pasts()) {
      if (!found.contains(past)) {
        ruling.judged();
        ruling.violated(
            "Expected a row of %s %s, but there is none".formatted(past.resource(), past.id()),
            List.of(),
            told(past));
      }
    }
  }

  private static void judge(Stored row, @Nullable Past past, Ruling ruling) {
    String wrong = Folded.differences(row, past);
    if (!wrong.isEmpty()) {
      ruling.violated(
          "Of the row of %s %s: %s".formatted(row.resource(), row.id(), wrong),
          List.of(),
          past == null ? List.of() : told(past));
    }
  }

  private static List<String> told(Past past) {
    return past.facts().stream().map(Fact::told).toList();
  }
}
