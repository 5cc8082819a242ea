package dev.tidemark.bench.harness;

import java.time.temporal.ChronoUnit;

/// A report as Markdown: for each group of ways what was measured, and how they compare.
final class ReportMarkdown {
  private final StringBuilder text = new StringBuilder();

  private ReportMarkdown() {}

  static String of(Report report) {
    var markdown = new ReportMarkdown();
    markdown.head(report);
    report.results().forEach(markdown::results);
    report.notes().forEach(note -> markdown.line("- " + note));
    return markdown.text.toString();
  }

  private void head(Report report) {
    Machine machine = report.machine();
    Plan plan = report.plan();
    line("# " + report.scenario());
    line("");
    line(
        "%s. %d × %s, %,d MiB; %s; Java %s; load before: %.1f."
            .formatted(
                report.begun().truncatedTo(ChronoUnit.MINUTES),
                machine.processors(),
                machine.processor(),
                machine.memoryMib(),
                machine.system(),
                machine.java(),
                machine.load()));
    line(
        "%d rounds after %d to warm up, %.1f s a turn, %d clients, seed %d; every server %s."
            .formatted(
                plan.rounds(),
                plan.warmUpRounds(),
                plan.each().toMillis() / 1e3,
                plan.clients(),
                plan.seed(),
                plan.synced()
                    ? "forces what it acknowledges to the disk"
                    : "leaves it to the system when to write to the disk"));
    report.settings().forEach((name, value) -> line("- %s: %s".formatted(name, value)));
    line("");
  }

  private void results(Results results) {
    line("## " + results.title());
    line("");
    line("| way | unit | median (middle half) |");
    line("| --- | --- | --- |");
    for (String way : results.ways()) {
      for (String unit : results.units(way)) {
        line("| %s | %s | %s |".formatted(way, unit, Figures.shown(results.figure(way, unit))));
      }
    }
    line("");
    if (!results.pairs().isEmpty()) {
      line("| way | beside | unit | ratio (middle half) | aim |");
      line("| --- | --- | --- | --- | --- |");
      results.pairs().forEach(pair -> line(ratio(results, pair)));
      line("");
    }
  }

  private static String ratio(Results results, Pair pair) {
    return "| %s | %s | %s | %s | %s |"
        .formatted(
            pair.way(),
            pair.reference(),
            pair.unit(),
            Figures.shown(results.ratio(pair)),
            pair.aim());
  }

  private void line(String line) {
    text.append(line).append('\n');
  }
}
