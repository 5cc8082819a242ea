package dev.tidemark.bench;

import dev.tidemark.bench.commands.CommandCosts;
import dev.tidemark.bench.harness.Scenario;
import java.util.List;
import java.util.stream.Collectors;

/// All that can be measured.
final class Scenarios {
  /// By the name that stands for all of them.
  static final String ALL_OF_THEM = "all";

  static final List<Scenario> ALL = List.of(new CommandCosts());

  private Scenarios() {}

  /// @throws IllegalArgumentException if there is none of this name
  static List<Scenario> named(String name) {
    if (name.equals(ALL_OF_THEM)) {
      return ALL;
    }
    List<Scenario> found = ALL.stream().filter(scenario -> scenario.name().equals(name)).toList();
    if (found.isEmpty()) {
      throw new IllegalArgumentException(
          "Expected %s or all, but was %s"
              .formatted(ALL.stream().map(Scenario::name).collect(Collectors.joining(", ")), name));
    }
    return found;
  }
}
