package dev.tidemark.bench.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class RoundsTest {
  private static final Clock NOON =
      Clock.fixed(Instant.parse("2026-11-24T12:00:00Z"), ZoneOffset.UTC);

  private final List<String> turns = new ArrayList<>();
  private final List<String> told = new ArrayList<>();

  /// On a machine that gets slower, each figure says more about the round than about the way.
  @Test
  void aRatioIsOfTheSameRound() throws Exception {
    Results results =
        run(5, Duration.ofHours(1))
            .rounds("orders")
            .add("ours", slowingDown("ours", 300))
            .add("theirs", slowingDown("theirs", 100))
            .compare("orders/s", "ours", "theirs", "≥ 3")
            .run();

    assertThat(results.ratio(results.pairs().getFirst())).isEqualTo(new Spread(3, 3, 3));
    // The first two turns were there to warm up.
    assertThat(results.figure("ours", "orders/s").median()).isEqualTo(300.0 / 5);
  }

  @Test
  void theOrderOfWaysChangesFromRoundToRoundAndIsTheSameForASeed() throws Exception {
    for (int i = 0; i < 2; i++) {
      Results _ =
          run(10, Duration.ofHours(1))
              .rounds("orders")
              .add("a", slowingDown("a", 1))
              .add("b", slowingDown("b", 1))
              .add("c", slowingDown("c", 1))
              .run();
    }
    int half = turns.size() / 2;
    List<List<String>> rounds =
        IntStream.range(0, half / 3).mapToObj(i -> turns.subList(3 * i, 3 * i + 3)).toList();

    assertThat(turns.subList(0, half)).isEqualTo(turns.subList(half, turns.size()));
    assertThat(rounds).allSatisfy(round -> assertThat(round).containsOnlyOnce("a", "b", "c"));
    assertThat(rounds.stream().distinct().count()).isGreaterThan(3);
  }

  @Test
  void whenTimeIsUpNoFurtherRoundBeginsButThereIsOne() throws Exception {
    Results results =
        run(100, Duration.ZERO).rounds("orders").add("ours", slowingDown("ours", 1)).run();

    assertThat(results.rounds()).hasSize(1);
    assertThat(told).last().asString().contains("out of time after 1 rounds");
  }

  @Test
  void aComparisonWithWhatIsNotMeasuredIsRefused() {
    Rounds rounds = run(1, Duration.ZERO).rounds("orders").add("ours", slowingDown("ours", 1));

    assertThatThrownBy(() -> rounds.compare("orders/s", "ours", "theirs"))
        .hasMessage("Expected one of [ours], but was theirs");
    assertThatThrownBy(() -> rounds.add("ours", slowingDown("ours", 1)))
        .hasMessage("Expected one way named ours, but there are two");
  }

  @Test
  void aReportHasEachFigureForMachinesAndMediansForPeople() throws Exception {
    Run run = run(3, Duration.ofHours(1));
    Results results =
        run.rounds("orders")
            .add("ours", slowingDown("ours", 3000))
            .add("theirs", slowingDown("theirs", 1000))
            .compare("orders/s", "ours", "theirs", "≥ 3")
            .run();
    Report report =
        new Report(
            "commands",
            NOON.instant(),
            Machine.look(),
            run.plan(),
            Map.of("fsync", "off"),
            List.of(results),
            List.of("A note."));

    assertThat(report.toMarkdown())
        .contains(
            "2026-11-24T12:00:00Z",
            "- fsync: off",
            "| ours | orders/s | 750 (675 to 875) |",
            "| ours | theirs | orders/s | 3.00 (3.00 to 3.00) | ≥ 3 |",
            "- A note.");
    var json = JsonMapper.builder().build().readTree(report.toJson());
    assertThat(json.at("/results/0/rounds/2/ours/orders~1s").asDouble()).isEqualTo(600);
    assertThat(json.at("/results/0/ratios/0/median").asDouble()).isEqualTo(3);
    assertThat(json.at("/machine/processors").asInt()).isPositive();
  }

  private Run run(int rounds, Duration longest) {
    return new Run(
        new Plan(rounds, 2, Duration.ofMillis(1), 1, 7, longest, false, 1), told::add, NOON);
  }

  private Way slowingDown(String name, double atFirst) {
    var turn = new AtomicInteger();
    return _ -> {
      turns.add(name);
      return Turn.of("orders/s", atFirst / turn.incrementAndGet());
    };
  }
}
