package dev.tidemark.chaos;

import dev.tidemark.chaos.load.Rate;
import java.time.Duration;

/// @param seed of the faults and of the load
/// @param length of the time under load and faults; starting and judging come on top
/// @param faults whether there are any
/// @param verified whether the product is asked to verify itself, too
record RunSettings(long seed, Duration length, Rate rate, boolean faults, boolean verified) {
  private static final Duration LENGTH_MIN = Duration.ofSeconds(10);
  private static final Duration LENGTH_MAX = Duration.ofDays(7);

  RunSettings {
    if (length.compareTo(LENGTH_MIN) < 0 || length.compareTo(LENGTH_MAX) > 0) {
      throw new IllegalArgumentException(
          "Expected a run of 10 seconds to 7 days, but got " + length);
    }
  }

  /// Begins every key and every username of the run.
  String name() {
    return "c" + Long.toHexString(seed);
  }
}
