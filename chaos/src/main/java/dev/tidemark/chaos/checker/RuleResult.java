package dev.tidemark.chaos.checker;

import java.util.List;

/// What a rule has found.
///
/// @param judged in how many cases it could have been broken: with 0 it says nothing
/// @param violations in how many it was
/// @param first the first of them, with their evidence
public record RuleResult(String rule, long judged, long violations, List<Violation> first) {
  public RuleResult {
    first = List.copyOf(first);
  }

  boolean clean() {
    return judged > 0 && violations == 0;
  }
}
