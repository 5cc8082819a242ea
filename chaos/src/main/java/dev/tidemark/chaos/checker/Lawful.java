package dev.tidemark.chaos.checker;

import dev.tidemark.chaos.log.LogRecord.Fact;
import dev.tidemark.chaos.log.Past;
import java.util.List;

/// Every event can follow on those before it: nothing is paid twice or shipped unpaid, and no more
/// is paid back than came in. A decision on old state would break this.
final class Lawful implements Rule {
  @Override
  public String name() {
    return "every-event-follows-lawfully";
  }

  @Override
  public void judge(Evidence evidence, Ruling ruling) {
    for (Past past : evidence.log().pasts()) {
      ruling.judged();
      String complaint = past.complaint();
      if (complaint != null) {
        ruling.violated(complaint, List.of(), past.facts().stream().map(Fact::told).toList());
      }
    }
  }
}
