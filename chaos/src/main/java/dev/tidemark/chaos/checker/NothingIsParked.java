package dev.tidemark.chaos.checker;

import java.util.List;

/// In the end no event waits that could not be folded.
final class NothingIsParked implements Rule {
  @Override
  public String name() {
    return "nothing-is-parked";
  }

  @Override
  public void judge(Evidence evidence, Ruling ruling) {
    ruling.judged();
    long parked = evidence.stores().parked();
    if (parked > 0) {
      ruling.violated("Expected no parked events, but there are " + parked, List.of(), List.of());
    }
  }
}
