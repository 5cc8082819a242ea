package dev.tidemark.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.chaos.checker.Report;
import dev.tidemark.chaos.checker.Violation;
import dev.tidemark.chaos.edge.Edge;
import dev.tidemark.chaos.edge.Purpose;
import dev.tidemark.chaos.load.Rate;
import dev.tidemark.chaos.observed.Addresses;
import dev.tidemark.chaos.planted.Mistake;
import dev.tidemark.localstack.DataDirectory;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/// Every mistake is planted in one run of the real system, and each is found by the rule that must
/// find it: in something that was falsified, or told in the words that fit.
@EnabledIfSystemProperty(named = "planted.seconds", matches = "\\d+")
class PlantedIT {
  /// What is said of those that are planted when all is quiet.
  private static final Map<Mistake, String> WORDS =
      Map.of(
          Mistake.ROW_CHANGED, "expected refunded",
          Mistake.ROW_DROPPED, "Expected a row of SESSION",
          Mistake.EVENT_DROPPED, "Expected ",
          Mistake.SOLD_TWICE, "Expected Sum",
          Mistake.VALUE_CHANGED, "but was lost",
          Mistake.VALUE_DENIES, "it says that there is none",
          Mistake.LOGGED_TWICE, "Expected sequence ");

  private final Map<Mistake, Queue<Purpose>> falsified = new EnumMap<>(Mistake.class);

  @Test
  void everyMistakeIsFound() throws IOException, InterruptedException {
    for (Mistake mistake : Mistake.values()) {
      falsified.put(mistake, new ConcurrentLinkedQueue<>());
    }
    var directory = DataDirectory.temporary();
    var run =
        new ChaosRun(
            new RunSettings(
                1,
                Duration.ofSeconds(Long.getLong("planted.seconds")),
                new Rate(60, 120),
                false,
                false),
            directory,
            System.err::println,
            new Meddling(this::falsifying, PlantedIT::spoil));

    Report report = run.run("2026-11-24T10:00:00Z").judged();

    var missed = new ArrayList<String>();
    for (Mistake mistake : Mistake.values()) {
      if (violations(report, mistake).stream().noneMatch(found -> fits(mistake, found))) {
        missed.add(mistake + ", made " + falsified.get(mistake).size() + " times");
      }
    }
    System.err.println(report.markdown());
    assertThat(missed).as(report.json()).isEmpty();
    directory.delete();
  }

  private Edge falsifying(Edge real) {
    Edge edge = real;
    for (Mistake mistake : Mistake.values()) {
      edge = mistake.around(edge, falsified.get(mistake)::add);
    }
    return edge;
  }

  private static void spoil(Addresses addresses) {
    for (Mistake mistake : Mistake.values()) {
      mistake.afterQuiet(addresses);
    }
  }

  private static List<Violation> violations(Report report, Mistake mistake) {
    return report.rules().stream()
        .filter(rule -> rule.rule().equals(mistake.rule()))
        .flatMap(rule -> rule.first().stream())
        .toList();
  }

  private boolean fits(Mistake mistake, Violation violation) {
    String words = WORDS.get(mistake);
    return words == null
        ? falsified.get(mistake).stream().anyMatch(purpose -> isAbout(violation, purpose))
        : violation.what().contains(words);
  }

  private static boolean isAbout(Violation violation, Purpose purpose) {
    return switch (purpose) {
      case Purpose.Single single ->
          violation.operations().contains(single.operation())
              || violation.evidence().stream().anyMatch(line -> line.contains("-again,"));
      case Purpose.Read read ->
          violation.evidence().stream().anyMatch(line -> line.contains("id=" + read.id()));
      case Purpose.Bulk _, Purpose.Other _ -> false;
    };
  }
}
