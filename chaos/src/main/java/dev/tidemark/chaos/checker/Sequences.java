package dev.tidemark.chaos.checker;

import dev.tidemark.chaos.log.LogRecord.Fact;
import dev.tidemark.chaos.log.Past;
import java.util.List;

/// The sequences of everything are 1, 2, 3 … in one partition.
final class Sequences implements Rule {
  @Override
  public String name() {
    return "sequences-have-no-gap";
  }

  @Override
  public void judge(Evidence evidence, Ruling ruling) {
    for (Past past : evidence.log().pasts()) {
      ruling.judged();
      long expected = 1;
      for (Fact fact : past.facts()) {
        if (fact.sequence() != expected || fact.partition() != past.partition()) {
          ruling.violated(
              "Expected sequence %d in partition %d, but was %d in %d"
                  .formatted(expected, past.partition(), fact.sequence(), fact.partition()),
              List.of(),
              past.facts().stream().map(Fact::told).toList());
          break;
        }
        expected++;
      }
    }
  }
}
