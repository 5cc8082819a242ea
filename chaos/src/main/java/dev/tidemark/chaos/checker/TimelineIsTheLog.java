package dev.tidemark.chaos.checker;

import dev.tidemark.chaos.checker.Stores.TimelineRow;
import dev.tidemark.chaos.log.LogRecord.Fact;
import dev.tidemark.chaos.log.Past;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/// In the end the timeline has a row for every event, and no other, each as it was recorded.
final class TimelineIsTheLog implements Rule {
  private static final JsonMapper MAPPER = JsonMapper.shared();

  @Override
  public String name() {
    return "the-timeline-is-the-log";
  }

  @Override
  public void judge(Evidence evidence, Ruling ruling) {
    Map<Past, Long> rows = new HashMap<>();
    evidence
        .stores()
        .timeline(row -> {
          ruling.judged();
          Past past = evidence.past(row.resource(), row.id());
          Fact fact = past == null ? null : past.fact(row.sequence());
          if (past == null || fact == null || !isSame(row, fact)) {
            ruling.violated(
                "Expected an event of the log, but was " + row,
                List.of(),
                fact == null ? List.of() : List.of(fact.told()));
          } else {
            rows.merge(past, 1L, Long::sum);
          }
        });
    for (Past past : evidence.log().pasts()) {
      long found = rows.getOrDefault(past, 0L);
      if (found != past.versions()) {
        ruling.judged();
        ruling.violated(
            "Expected %d events of %s, but there are %d"
                .formatted(past.versions(), past.id(), found),
            List.of(),
            past.facts().stream().map(Fact::told).toList());
      }
    }
  }

  private static boolean isSame(TimelineRow row, Fact fact) {
    return row.partition() == fact.partition()
        && row.offset() == fact.offset()
        && row.type().equals(fact.type())
        && row.customer().equals(fact.customer())
        && row.key().equals(fact.key())
        && MAPPER.readTree(row.data()).equals(MAPPER.readTree(fact.data()));
  }
}
