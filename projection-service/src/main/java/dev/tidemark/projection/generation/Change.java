package dev.tidemark.projection.generation;

import java.util.List;

/// What an operator's wish came to.
public sealed interface Change {
  /// @param to the generations that are new or changed, in the order in which they must be written
  record Made(Generation of, List<Generation> to) implements Change {
    public Made {
      to = List.copyOf(to);
    }
  }

  /// @param code stable, for programs
  /// @param reason what was expected, and what is
  record Refused(String code, String reason) implements Change {}
}
