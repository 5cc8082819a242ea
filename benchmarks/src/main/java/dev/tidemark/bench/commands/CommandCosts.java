package dev.tidemark.bench.commands;

import dev.tidemark.bench.harness.Report;
import dev.tidemark.bench.harness.Run;
import dev.tidemark.bench.harness.Scenario;
import java.util.List;
import java.util.Map;

/// Orders placed one by one and in bulk.
public final class CommandCosts implements Scenario {
  @Override
  public String name() {
    return "commands";
  }

  @Override
  public String about() {
    return "orders placed one by one and in bulk, beside what that stands on and other designs";
  }

  @Override
  public Report run(Run run) {
    return run.report(this, Map.of(), List.of(), List.of());
  }
}
