package dev.tidemark.command.shard;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProgressTest {
  private final TestClock clock = new TestClock();
  private final Progress progress = new Progress(3, clock);

  @Test
  void whatIsDoneSoonIsNotWorthAWord() {
    clock.advance(Duration.ofSeconds(1));
    progress.advance(1_000, 9_000);

    assertThat(progress.latest()).isEmpty();
  }

  @Test
  void whatTakesLongSaysHowFarItIsHowFastAndHowLongItWillTake() {
    clock.advance(Duration.ofSeconds(10));
    progress.advance(250_000, 750_000);

    assertThat(progress.latest())
        .isEqualTo(
            "replayed 250,000 records, 750,000 left at most (25 %), 25,000/s, time left 30 s");
  }

  @Test
  void atItsEndThereIsNothingToSayAndANewOneBeginsAnew() {
    clock.advance(Duration.ofSeconds(10));
    progress.advance(250_000, 750_000);
    progress.end();
    assertThat(progress.latest()).isEmpty();

    progress.begin();
    clock.advance(Duration.ofSeconds(6));
    progress.advance(0, 10);

    assertThat(progress.latest())
        .isEqualTo("replayed 0 records, 10 left at most (0 %), 0/s, time left unknown");
  }
}
