package dev.tidemark.localstack.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class BackOffTest {
  private final BackOff backOff = new BackOff();

  @Test
  void theFirstDeathIsMendedAtOnceAndFurtherOnesLaterAndLaterUpToALimit() {
    assertThat(delay(5)).isZero();
    assertThat(delay(0)).hasMillis(500);
    assertThat(delay(0)).hasMillis(1_000);
    for (int death = 1; death <= 100; death++) {
      delay(0);
    }
    assertThat(delay(0)).hasSeconds(10);
  }

  @Test
  void aProcessThatRanWellForAWhileStartsFromTheBeginning() {
    delay(0);
    delay(0);

    assertThat(delay(30)).isZero();
    assertThat(delay(0)).hasMillis(500);
  }

  private Duration delay(int ranForSeconds) {
    return backOff.after(Duration.ofSeconds(ranForSeconds));
  }
}
