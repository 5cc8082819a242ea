package dev.tidemark.runtime.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class TurnstileTest {
  private static final int LIMIT_MAX = 1_000;
  private static final Duration LATE = Turnstile.PROMPT.multipliedBy(3);
  private static final int LOOKS = 10;
  private static final Duration BETWEEN_LOOKS = Turnstile.INTERVAL.dividedBy(LOOKS);

  private long nowNanos = 1;
  private final Turnstile turnstile = new Turnstile(LIMIT_MAX, () -> nowNanos);

  @Test
  void asManyAsTheLimitMayBeInHandWhileTheyAreLookedAtPromptly() {
    interval(Turnstile.PROMPT, LIMIT_MAX);
    interval(Turnstile.PROMPT, LIMIT_MAX);
    assertThat(passes(LIMIT_MAX - 1)).isTrue();
    assertThat(passes(LIMIT_MAX)).isFalse();
  }

  @Test
  void aBurstPassesHoweverLongItsQueueIs() {
    for (int i = 0; i < 999; i++) {
      nowNanos += Turnstile.INTERVAL.multipliedBy(Turnstile.STANDING_AFTER).toNanos() / 1_000;
      assertThat(turnstile.passes(i)).isTrue();
      turnstile.waited(LATE.toNanos());
    }
  }

  @Test
  void whatWasShortOnceMeanwhileDoesNotStand() {
    for (int i = 0; i < 2 * Turnstile.STANDING_AFTER; i++) {
      interval(i % Turnstile.STANDING_AFTER == 0 ? Turnstile.PROMPT : LATE, LIMIT_MAX - 1);
    }
    assertThat(passes(LIMIT_MAX - 1)).isTrue();
  }

  @Test
  void fewerMayBeInHandOnceTheQueueStands() {
    queueStands();
    assertThat(passes(Turnstile.LIMIT_MIN)).isFalse();
    assertThat(passes(Turnstile.LIMIT_MIN - 1)).isTrue();
  }

  @Test
  void moreMayBeAgainIfAllOfThemAreInHandAndSomebodyIsLookedAtPromptly() {
    queueStands();
    interval(Turnstile.PROMPT, Turnstile.LIMIT_MIN - 1);
    assertThat(passes(Turnstile.LIMIT_MIN)).as("Expected nothing to change unasked").isFalse();
    interval(Turnstile.PROMPT, Turnstile.LIMIT_MIN);
    interval(LATE, 0);
    assertThat(passes(Turnstile.LIMIT_MIN * 9 / 8 - 1)).isTrue();
    assertThat(passes(Turnstile.LIMIT_MIN * 9 / 8)).isFalse();
  }

  @Test
  void theLimitIsReachedAgainAndNeverPassed() {
    queueStands();
    for (int i = 0; i < 100; i++) {
      interval(Turnstile.PROMPT, LIMIT_MAX);
    }
    assertThat(passes(LIMIT_MAX - 1)).isTrue();
    assertThat(passes(LIMIT_MAX)).isFalse();
  }

  @Test
  void aProcessThatStoodStillTurnsNobodyAwayForThat() {
    turnstile.passes(0);
    turnstile.waited(0);
    nowNanos += Duration.ofSeconds(5).toNanos();
    assertThat(passes(LIMIT_MAX - 1)).isTrue();
    turnstile.waited(Duration.ofSeconds(5).toNanos());
    assertThat(passes(LIMIT_MAX - 1)).isTrue();
  }

  @Test
  void whereNobodyHasWaitedNothingIsProved() {
    for (int i = 0; i < 3 * LOOKS; i++) {
      nowNanos += BETWEEN_LOOKS.toNanos();
      assertThat(passes(LIMIT_MAX - 1)).isTrue();
    }
  }

  @Test
  void fewWhoAreLateLowerNothing() {
    for (int i = 0; i <= Turnstile.STANDING_AFTER; i++) {
      interval(LATE, Turnstile.LIMIT_MIN - 1);
    }
    assertThat(passes(LIMIT_MAX - 1)).isTrue();
  }

  @Test
  void aLimitBelowTheLeastIsKept() {
    var small = new Turnstile(2, () -> nowNanos);
    for (int i = 0; i < 2 * Turnstile.STANDING_AFTER * LOOKS; i++) {
      nowNanos += BETWEEN_LOOKS.toNanos();
      small.passes(Turnstile.LIMIT_MIN);
      small.waited(LATE.toNanos());
    }
    assertThat(small.passes(1)).isTrue();
    assertThat(small.passes(2)).isFalse();
  }

  private void queueStands() {
    for (int i = 0; i < Turnstile.STANDING_AFTER; i++) {
      interval(LATE, LIMIT_MAX);
    }
    interval(LATE, 0);
  }

  private void interval(Duration waited, int inHand) {
    for (int i = 0; i < LOOKS; i++) {
      nowNanos += BETWEEN_LOOKS.toNanos();
      turnstile.passes(inHand);
      turnstile.waited(waited.toNanos());
    }
  }

  private boolean passes(int inHand) {
    return turnstile.passes(inHand);
  }
}
