package dev.tidemark.runtime.membership;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// Pauses that double from one failure to the next, shortened by chance so that workers which
/// failed together do not come back together.
public final class BackOff {
  static final Duration FIRST = Duration.ofMillis(100);
  static final Duration LONGEST = Duration.ofSeconds(5);

  private final RandomGenerator random;
  private Duration next = FIRST;

  public BackOff(RandomGenerator random) {
    this.random = random;
  }

  public Duration next() {
    Duration pause = next;
    next = min(next.multipliedBy(2), LONGEST);
    return Duration.ofMillis((long) (pause.toMillis() * (1 - random.nextDouble() / 2)));
  }

  public void reset() {
    next = FIRST;
  }

  private static Duration min(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
