package dev.tidemark.command.aggregates;

import dev.tidemark.events.Event;

/// What an aggregate makes of a command.
public sealed interface Decision {
  /// An accepted command is exactly one event: its record alone can then repeat the first answer.
  record Accepted(Event event) implements Decision {}

  /// What the command wants is already so.
  record Unchanged() implements Decision {}

  /// A rule forbids it, now; the same command may be accepted later.
  ///
  /// @param code names the rule, such as `user-not-active`
  /// @param expectation `Expected …, but …`
  record Refused(String code, String expectation) implements Decision {}

  /// The aggregate that the command is for does not exist.
  record Unknown(String expectation) implements Decision {}
}
