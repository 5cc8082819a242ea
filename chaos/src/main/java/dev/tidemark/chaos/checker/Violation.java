package dev.tidemark.chaos.checker;

import java.util.List;

/// A promise that was broken.
///
/// @param rule its name
/// @param what was expected, and what was found
/// @param operations the numbers of the commands concerned; of none if it is about the stores alone
/// @param evidence lines of the history and of the log
public record Violation(String rule, String what, List<Long> operations, List<String> evidence) {
  public Violation {
    operations = List.copyOf(operations);
    evidence = List.copyOf(evidence);
  }
}
