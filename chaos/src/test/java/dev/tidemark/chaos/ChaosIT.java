package dev.tidemark.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.chaos.load.Rate;
import dev.tidemark.localstack.DataDirectory;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;

/// A short run of the verb `chaos`; `-Dchaos.minutes=30 -Dchaos.seed=7` makes it another one.
@DisabledIfSystemProperty(
    named = "stack",
    matches = "containers",
    disabledReason = "processes are paused, and their network is a proxy of this process")
class ChaosIT {
  /// With starting and judging about two minutes in all.
  private static final double MINUTES =
      Double.parseDouble(System.getProperty("chaos.minutes", "1"));

  private static final long SEED = Long.getLong("chaos.seed", 20_261_124);

  /// Light, so that other tests may run beside it.
  private static final Rate RATE = new Rate(20, 40);

  @Test
  void whateverGoesWrongEveryPromiseIsKept() throws Exception {
    var directory = DataDirectory.temporary();
    var settings =
        new RunSettings(SEED, Duration.ofMillis(Math.round(MINUTES * 60_000)), RATE, true, true);

    var report =
        new ChaosRun(settings, directory, System.out::println, Meddling.NONE)
            .run("2026-11-24T00:00:00Z");

    System.out.println(report.markdown());
    assertThat(report.judged().broken()).as(report.json()).isEmpty();
    assertThat(report.clean()).as(report.json()).isTrue();
    directory.delete();
  }
}
