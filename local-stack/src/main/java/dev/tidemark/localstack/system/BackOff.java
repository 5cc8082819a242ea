package dev.tidemark.localstack.system;

import java.time.Duration;

/// How long to wait before starting again what has died: not at all, then 500 ms, doubling to 10 s;
/// from the beginning again for a process that had run well for a while.
final class BackOff {
  private static final Duration FIRST = Duration.ofMillis(500);
  private static final Duration LONGEST = Duration.ofSeconds(10);
  private static final Duration RAN_WELL = Duration.ofSeconds(30);

  private Duration next = Duration.ZERO;

  /// @param ranFor how long the process had run before it died
  Duration after(Duration ranFor) {
    var delay = ranFor.compareTo(RAN_WELL) >= 0 ? Duration.ZERO : next;
    next = delay.isZero() ? FIRST : min(delay.multipliedBy(2), LONGEST);
    return delay;
  }

  private static Duration min(Duration one, Duration other) {
    return one.compareTo(other) <= 0 ? one : other;
  }
}
