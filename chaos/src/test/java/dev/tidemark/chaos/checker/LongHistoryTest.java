package dev.tidemark.chaos.checker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.chaos.log.CommittedLog;
import org.junit.jupiter.api.Test;

/// With `-Dhistory.commands=333333` a million operations.
class LongHistoryTest {
  private static final int USERS = 4_000;

  @Test
  void aLongHistoryIsJudgedWhole() {
    long commands = Long.getLong("history.commands", 20_000);
    var history = new LongHistory(commands, USERS);

    Report report = Checker.check(history, CommittedLog.of(history.log()), history.stores());

    assertThat(report.broken()).as(report.json()).isEmpty();
    assertThat(judged(report, "acknowledged-stands-in-the-log-once")).isEqualTo(commands);
    assertThat(judged(report, "reads-show-what-was-committed")).isEqualTo(2 * commands);
    assertThat(judged(report, "strong-reads-see-what-was-acknowledged")).isEqualTo(commands);
  }

  private static long judged(Report report, String rule) {
    return report.rules().stream()
        .filter(result -> result.rule().equals(rule))
        .mapToLong(RuleResult::judged)
        .sum();
  }
}
