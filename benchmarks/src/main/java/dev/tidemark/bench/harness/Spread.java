package dev.tidemark.bench.harness;

import java.util.List;

/// A figure that was measured several times: the median, and between what the middle half lies.
public record Spread(double median, double lower, double upper) {
  /// Between two values it takes what lies between them, as most do.
  public static Spread of(List<Double> values) {
    if (values.isEmpty()) {
      throw new IllegalArgumentException("Expected values, but there are none");
    }
    List<Double> sorted = values.stream().sorted().toList();
    return new Spread(quantile(sorted, 0.5), quantile(sorted, 0.25), quantile(sorted, 0.75));
  }

  private static double quantile(List<Double> sorted, double q) {
    double at = q * (sorted.size() - 1);
    int below = (int) at;
    int above = Math.min(below + 1, sorted.size() - 1);
    double share = at - below;
    return sorted.get(below) * (1 - share) + sorted.get(above) * share;
  }
}
