package dev.tidemark.runtime.metrics;

import java.time.Duration;
import java.util.stream.Stream;

/// The bounds of histograms. Few, since each is a series of its own for every combination of
/// labels; and the same everywhere, so that latencies can be compared along the way of a request.
public final class Buckets {
  private Buckets() {}

  /// From what memory answers to where clients give up.
  public static Duration[] latencies() {
    return Stream.of(1, 2, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000)
        .map(Duration::ofMillis)
        .toArray(Duration[]::new);
  }

  /// Of how much is done in one go.
  public static double[] sizes() {
    return new double[] {1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000};
  }
}
