package dev.tidemark.chaos.checker;

import dev.tidemark.chaos.history.Freshness;
import dev.tidemark.chaos.history.HistoryEntry.Read;
import dev.tidemark.chaos.log.Past;

/// A strong read shows everything that anybody was told to be done before it began.
final class StrongReads implements ReadRule {
  @Override
  public String name() {
    return "strong-reads-see-what-was-acknowledged";
  }

  @Override
  public void judge(Read read, Evidence evidence, Ruling ruling) {
    Past past = evidence.past(read.resource(), read.id());
    long shown = Reads.version(read);
    if (read.freshness() != Freshness.STRONG || past == null || shown == Reads.NOTHING) {
      return;
    }
    long needed = evidence.knowledge(past).certainBefore(read.begunAt());
    if (needed == 0) {
      return;
    }
    ruling.judged();
    if (shown < needed) {
      Reads.violated(
          "Expected version %d or later, but was %d".formatted(needed, shown), read, past, ruling);
    }
  }
}
