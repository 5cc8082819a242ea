package dev.tidemark.bench;

import dev.tidemark.bench.commands.CommandCosts;
import dev.tidemark.bench.footprint.Footprint;
import dev.tidemark.bench.freshness.Freshness;
import dev.tidemark.bench.growth.Growth;
import dev.tidemark.bench.harness.Scenario;
import dev.tidemark.bench.reads.ReadCosts;
import dev.tidemark.bench.rebuild.RebuildCosts;
import dev.tidemark.bench.recovery.Recovery;
import java.util.List;
import java.util.stream.Collectors;

/// All that can be measured.
final class Scenarios {
  /// By the name that stands for all of them.
  static final String ALL_OF_THEM = "all";

  static final List<Scenario> ALL =
      List.of(
          new CommandCosts(),
          new ReadCosts(),
          new RebuildCosts(),
          new Freshness(),
          new Recovery(),
          new Footprint(),
          new Growth());

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
