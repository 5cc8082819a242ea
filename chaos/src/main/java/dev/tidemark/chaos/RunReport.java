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
                faults.stream().filter(RunReport::isFault).mapToInt(Unavailability::faults).sum(),
                machine));
    text.append("| fault | times | commands: p50 | max | reads: p50 | max |\n");
    text.append("| --- | ---: | ---: | ---: | ---: | ---: |\n");
    faults.forEach(kind -> text.append(row(kind)));
    text.append(
        "\nThe longest time within a fault, and 5 s after it, in which the shard that was worst off"
            + " did nothing that it was asked, in ms.\n");
    missing.forEach((what, why) -> text.append("Not possible here: %s (%s)%n".formatted(what, why)));
    faults.forEach(kind ->
        kind.troubles().forEach(trouble ->
            text.append("Not as planned: %s %s%n".formatted(kind.label(), trouble))));
    died.forEach(name -> text.append("Ended by itself: " + name + "\n"));
    text.append("\n| operations | |\n| --- | ---: |\n");
    operations.forEach((what, count) -> text.append("| %s | %,d |%n".formatted(what, count)));
    appendFindings(text);
    return text.toString();
  }

  private static boolean isFault(Unavailability kind) {
    return !kind.label().equals("none");
  }

  private static String row(Unavailability kind) {
    return "| %s | %,d | %,d | %,d | %,d | %,d |%n"
        .formatted(
            isFault(kind) ? kind.label() : "(none, for comparison)",
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
