package dev.tidemark.projection.runtime;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// Pauses that double from one failure to the next, shortened by chance so that workers which
/// failed together do not come back together.
final class BackOff {
  static final Duration FIRST = Duration.ofMillis(100);
  static final Duration LONGEST = Duration.ofSeconds(5);

  private final RandomGenerator random;
  private Duration next = FIRST;

  BackOff(RandomGenerator random) {
    this.random = random;
  }

  Duration next() {
    Duration pause = next;
    next = min(next.multipliedBy(2), LONGEST);
    return Duration.ofMillis((long) (pause.toMillis() * (1 - random.nextDouble() / 2)));
  }

  void reset() {
    next = FIRST;
  }

  private static Duration min(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
