package dev.tidemark.chaos.checker;

import dev.tidemark.chaos.history.HistoryEntry.Read;
import dev.tidemark.chaos.history.Seen;
import dev.tidemark.chaos.log.Json;
import dev.tidemark.chaos.log.Past;
import dev.tidemark.chaos.log.State;
import dev.tidemark.chaos.log.State.SessionState;
import dev.tidemark.chaos.log.View;

/// What a read shows is what the log says, up to the version that it names: nothing that was never
/// committed, nothing half.
final class ReadsOfCommitted implements ReadRule {
  @Override
  public String name() {
    return "reads-show-what-was-committed";
  }

  @Override
  public void judge(Read read, Evidence evidence, Ruling ruling) {
    if (!(read.seen() instanceof Seen.State seen)) {
      return;
    }
    ruling.judged();
    Past past = evidence.past(read.resource(), read.id());
    State state = past == null ? null : past.state(seen.version());
    if (state == null) {
      Reads.violated(
          "Expected a version that stands in the log, but there is no version " + seen.version(),
          read,
          past,
          ruling);
      return;
    }
    String differences = differences(state, seen.body());
    if (!differences.isEmpty()) {
      Reads.violated("Of what was shown: " + differences, read, past, ruling);
    }
  }

  private static String differences(State state, String body) {
    View shown;
    try {
      shown = View.ofJson(Json.object(body));
    } catch (RuntimeException e) {
      return "expected a view, but " + e.getMessage();
    }
    String differences = state.view().differences(shown);
    boolean overdue =
        state instanceof SessionState session
            && session.open()
            && session.overdue().differences(shown).isEmpty();
    return overdue ? "" : differences;
  }
}
