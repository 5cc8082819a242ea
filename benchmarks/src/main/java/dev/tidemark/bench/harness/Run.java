package dev.tidemark.bench.harness;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// One run of a scenario: how much of it is wanted, and how much time is left.
public final class Run {
  private final Plan plan;
  private final Clock clock;
  private final Progress progress;
  private final Instant begun;
  private final Machine machine;
  private final long endNanos;

  public Run(Plan plan, Progress progress, Clock clock) {
    this.plan = plan;
    this.clock = clock;
    this.progress = progress;
    this.begun = clock.instant();
    this.machine = Machine.look();
    this.endNanos = System.nanoTime() + plan.longest().toNanos();
  }

  public Plan plan() {
    return plan;
  }

  /// For what is made up.
  public Clock clock() {
    return clock;
  }

  public void says(String line) {
    progress.says(line);
  }

  /// Whether nothing further should begin.
  public boolean isOutOfTime() {
    return System.nanoTime() - endNanos >= 0;
  }

  /// Ways to be measured together.
  ///
  /// @param title what they do, for the head of the table
  public Rounds rounds(String title) {
    return new Rounds(title, this);
  }

  /// @param settings of what was measured, and versions: what another run must have too
  /// @param notes what a reader must know to judge the figures
  public Report report(
      Scenario scenario, Map<String, String> settings, List<Results> results, List<String> notes) {
    return new Report(scenario.name(), begun, machine, plan, settings, results, notes);
  }
}
