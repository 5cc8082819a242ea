package dev.tidemark.chaos;

import dev.tidemark.chaos.checker.Report;
import dev.tidemark.chaos.checker.RuleResult;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What came of a run.
///
/// @param seconds under load and faults
/// @param cutShort it was told to end early
/// @param missing what could not be done on this machine, and why
/// @param faults by kind, and at last calm times for comparison
/// @param faultsByTarget the same, by kind and what it was done to
/// @param died the processes that ended though nobody had ended them, each time
/// @param operations how much clients did, by outcome
/// @param verification what the product found of itself; absent if it was not asked
/// @param judged what the checker found
record RunReport(
    RunSettings settings,
    long seconds,
    boolean cutShort,
    Map<String, String> machine,
    Map<String, String> missing,
    List<Unavailability> faults,
    List<Unavailability> faultsByTarget,
    List<String> died,
    Map<String, Long> operations,
    @Nullable JsonNode verification,
    Report judged,
    String directory) {
  /// Whether everything was judged, and nothing was found.
  boolean clean() {
    return judged.clean() && (isVerified() || !settings.verified());
  }

  private boolean isVerified() {
    return verification != null
        && verification.path("state").asString("").equals("done")
        && verification.path("left").asLong() + verification.path("failed").asLong() == 0;
  }

  String json() {
    return JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(this);
  }

  String markdown() {
    var text = new StringBuilder();
    text.append(
        "# Chaos, seed %d: %s%n%n%,d s under load (%s)%s, %,d faults. %s%n%n"
            .formatted(
                settings.seed(),
                clean() ? "clean" : "NOT CLEAN",
                seconds,
                settings.rate(),
                cutShort ? ", cut short" : "",
                faults.stream()
                    .filter(Unavailability::isFault)
                    .mapToInt(Unavailability::faults)
                    .sum(),
                machine));
    appendTable(text, faults);
    text.append(
        "\nThe longest time within a fault, and 5 s after it, in which the shard that was worst off"
            + " did nothing that it was asked, in ms. By what it was done to:\n\n");
    appendTable(text, faultsByTarget);
    text.append('\n');
    missing.forEach(
        (what, why) -> text.append("Not possible here: %s (%s)%n".formatted(what, why)));
    faults.forEach(kind ->
        kind.troubles()
            .forEach(trouble ->
                text.append("Not as planned: %s %s%n".formatted(kind.label(), trouble))));
    died.forEach(name -> text.append("Ended by itself: " + name + "\n"));
    text.append("\n| operations | |\n| --- | ---: |\n");
    operations.forEach((what, count) -> text.append("| %s | %,d |%n".formatted(what, count)));
    appendFindings(text);
    return text.toString();
  }

  private static void appendTable(StringBuilder text, List<Unavailability> rows) {
    text.append("| fault | times | commands: p50 | max | reads: p50 | max |\n");
    text.append("| --- | ---: | ---: | ---: | ---: | ---: |\n");
    rows.forEach(row -> text.append(row(row)));
  }

  private static String row(Unavailability kind) {
    return "| %s | %,d | %,d | %,d | %,d | %,d |%n"
        .formatted(
            kind.isFault() ? kind.label() : "(none, for comparison)",
            kind.faults(),
            kind.commands().p50Ms(),
            kind.commands().maxMs(),
            kind.reads().p50Ms(),
            kind.reads().maxMs());
  }

  private void appendFindings(StringBuilder text) {
    text.append('\n').append(judged.markdown());
    for (RuleResult rule : judged.rules()) {
      rule.first().forEach(violation -> text.append("\nVIOLATION " + violation + "\n"));
    }
    text.append(
        "%nThe product's own verification: %s%nEverything that was recorded is in %s%n"
            .formatted(verification == null ? "not asked" : summary(verification), directory));
  }

  private String summary(JsonNode job) {
    return isVerified()
        ? "read %,d records, checked %,d, all as the log says"
            .formatted(job.path("readRecords").asLong(), job.path("checked").asLong())
        : job.toString();
  }
}
