package dev.tidemark.bench.harness;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What a scenario found, with all that is needed to judge it, or to find it again.
public record Report(
    String scenario,
    Instant begun,
    Machine machine,
    Plan plan,
    Map<String, String> settings,
    List<Results> results,
    List<String> notes) {
  public Report {
    settings = new LinkedHashMap<>(settings);
    results = List.copyOf(results);
    notes = List.copyOf(notes);
  }

  /// For machines: every figure of every round.
  public String toJson() {
    return ReportJson.of(this);
  }

  /// For people: medians and ratios.
  public String toMarkdown() {
    return ReportMarkdown.of(this);
  }
}
