package dev.tidemark.runtime.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class TurnstileTest {
  private static final Duration LATE = Turnstile.PROMPT.multipliedBy(3);

  private long nowNanos = 1;
  private final Turnstile turnstile = new Turnstile(() -> nowNanos);

  @Test
  void whoIsLookedAtPromptlyPasses() {
    for (int i = 0; i < 100; i++) {
      assertThat(passesAfter(Duration.ofMillis(10), Turnstile.PROMPT)).isTrue();
    }
  }

  @Test
  void aBurstPassesHoweverLongItsQueueIs() {
    for (int i = 0; i < 1_000; i++) {
      assertThat(passesAfter(Turnstile.STANDING_AFTER.dividedBy(1_001), LATE)).isTrue();
    }
  }

  @Test
  void whoIsLateIsTurnedAwayWhereTheQueueStands() {
    queueStands();
    assertThat(passesAfter(Duration.ofMillis(1), LATE)).isFalse();
    assertThat(passesAfter(Duration.ofMillis(1), Turnstile.PROMPT)).isTrue();
  }

  @Test
  void aQueueThatWasShortOnceDoesNotStand() {
    queueStands();
    assertThat(passesAfter(Duration.ofMillis(1), Duration.ZERO)).isTrue();
    assertThat(passesAfter(Duration.ofMillis(1), LATE)).isTrue();
  }

  @Test
  void aProcessThatStoodStillTurnsNobodyAway() {
    queueStands();
    Duration still = Duration.ofSeconds(5);
    assertThat(passesAfter(still, still.minusMillis(1))).isTrue();
    assertThat(passesAfter(Duration.ofMillis(1), still.minusMillis(1))).isTrue();
  }

  private void queueStands() {
    passesAfter(Duration.ofMillis(1), LATE);
    passesAfter(Turnstile.STANDING_AFTER.dividedBy(2), LATE);
    passesAfter(Turnstile.STANDING_AFTER.dividedBy(2), LATE);
    assertThat(passesAfter(Duration.ofMillis(1), LATE)).isFalse();
  }

  private boolean passesAfter(Duration pause, Duration waited) {
    nowNanos += pause.toNanos();
    return turnstile.passes(waited.toNanos());
  }
}
