package dev.tidemark.chaos.checker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.chaos.history.HistoryEntry;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CheckerTest {
  private static final int RUNS = 300;
  private static final int STEPS = 150;

  @Test
  void aSystemThatKeepsItsPromisesIsFoundToKeepThem() {
    for (long seed = 1; seed <= RUNS; seed++) {
      Report report = MadeUpRun.of(seed, STEPS).judged();

      assertThat(report.broken()).as("seed %d: %s", seed, report.json()).isEmpty();
    }
  }

  @Test
  void noRuleIsIdleInALongRun() {
    Report report = MadeUpRun.of(1, 3_000).judged();

    assertThat(report.idle()).isEmpty();
    assertThat(report.clean()).isTrue();
  }

  @Test
  void aRunWithoutReadsIsNotCleanAndSaysWhichRulesJudgedNothing() {
    MadeUpRun run = MadeUpRun.of(1, 3_000);
    run.entries.removeIf(entry -> entry instanceof HistoryEntry.Read);

    Report report = run.judged();

    assertThat(report.broken()).isEmpty();
    assertThat(report.clean()).isFalse();
    assertThat(report.idle())
        .containsExactly(
            "reads-show-what-was-committed",
            "token-reads-are-no-older-than-the-token",
            "strong-reads-see-what-was-acknowledged",
            "reads-with-a-token-go-forward",
            "an-answers-token-covers-what-it-shows");
    assertThat(report.markdown())
        .contains("| `strong-reads-see-what-was-acknowledged` | nothing |");
  }

  @Test
  void everyRuleHasANameOfItsOwn() {
    Set<String> names = new HashSet<>();
    for (RuleResult rule : MadeUpRun.of(1, 1).judged().rules()) {
      assertThat(names.add(rule.rule())).as(rule.rule()).isTrue();
    }
  }
}
