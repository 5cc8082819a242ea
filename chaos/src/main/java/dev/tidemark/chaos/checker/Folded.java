package dev.tidemark.chaos.checker;

import dev.tidemark.chaos.checker.Stores.Stored;
import dev.tidemark.chaos.log.LogRecord.Fact;
import dev.tidemark.chaos.log.Past;
import dev.tidemark.chaos.log.State;
import dev.tidemark.chaos.log.View;
import org.jspecify.annotations.Nullable;

/// Whether what a store holds of something is what all its events make of it.
final class Folded {
  private Folded() {}

  /// What is not as the log has it; empty if all is.
  ///
  /// @param past null if nothing of it stands in the log
  static String differences(Stored stored, @Nullable Past past) {
    if (!stored.trouble().isEmpty()) {
      return stored.trouble();
    }
    View view = stored.view();
    if (view == null) {
      return past == null ? "" : "expected something, but it says that there is none";
    }
    State state = past == null ? null : past.last();
    Fact last = past == null ? null : past.fact(past.versions());
    if (state == null || last == null) {
      return "expected that the log can be folded to it, but it cannot";
    }
    String differences = state.view().differences(view);
    if (differences.isEmpty() && stored.offset() != last.offset()) {
      return "expected offset %d, but was %d".formatted(last.offset(), stored.offset());
    }
    return differences;
  }
}
