package dev.tidemark.query.changes;

import dev.tidemark.runtime.problem.Problem;

/// What a stream has to do next.
sealed interface Next {
  /// A change is to be sent.
  ///
  /// @param number counts the changes that the tail has handed out; 0 for one of the past
  /// @param text as it is sent, without its id
  /// @param after where a stream stands that has got this change
  record Change(long number, String text, Mark after) implements Next {}

  /// There was nothing for a while.
  ///
  /// @param passed up to where there was nothing
  record Quiet(Mark passed) implements Next {}

  /// The stream is over. Its client may come back with the last id, and has missed nothing.
  ///
  /// @param event the name under which it is told
  /// @param code for programs, as in problems
  /// @param detail for people
  record Ending(String event, String code, String detail) implements Next {
    static final Ending STOPPING =
        new Ending("end", "stopping", "The service stops: come back with the last id");

    static final Ending LOG_LOST =
        new Ending(
            "problem", "log-lost", "Expected the log to go on where it was read, but it does not");

    /// Whether it was not asked for.
    boolean isProblem() {
      return event.equals("problem");
    }

    static Ending tooSlow(String detail) {
      return new Ending("problem", "too-slow", detail);
    }

    static Ending of(Problem problem) {
      return new Ending("problem", problem.code(), problem.detail());
    }
  }
}
