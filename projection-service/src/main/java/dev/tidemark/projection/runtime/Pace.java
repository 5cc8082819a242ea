package dev.tidemark.projection.runtime;

import java.time.Duration;

/// Lets so many events pass a second, whoever brings them. Thread-safe.
///
/// What is allowed and not used is lost after a moment, so that a pause is not followed by a rush.
public final class Pace {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();
  private static final long SAVED_NANOS_MAX = SECOND / 10;

  /// Events are let pass in portions of this part of a second, so that nobody waits for long.
  private static final int PORTIONS_PER_SECOND = 4;

  private double eventsPerSecond = Double.POSITIVE_INFINITY;
  private long free = System.nanoTime();

  /// @param perSecond infinite if nobody is to wait
  public synchronized void set(double perSecond) {
    if (!(perSecond > 0)) {
      throw new IllegalArgumentException("Expected a pace above 0, but was " + perSecond);
    }
    eventsPerSecond = perSecond;
  }

  /// How many may pass at once.
  public synchronized int portion() {
    return (int) Math.clamp(eventsPerSecond / PORTIONS_PER_SECOND, 1, Integer.MAX_VALUE);
  }

  /// Says that so many are passing.
  ///
  /// @return how long to wait before the next ones do, in nanoseconds; 0 or less: not at all
  public synchronized long pass(int events) {
    long now = System.nanoTime();
    free = Math.max(free, now - SAVED_NANOS_MAX) + (long) (events * SECOND / eventsPerSecond);
    return free - now;
  }
}
