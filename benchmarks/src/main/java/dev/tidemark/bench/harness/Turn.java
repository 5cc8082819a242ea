package dev.tidemark.bench.harness;

import java.util.LinkedHashMap;
import java.util.Map;

/// What came of one way in one round.
///
/// @param figures by their unit, such as `orders/s`, `p99 ms`, `MiB`: what is compared carries the
///   same name in all ways
public record Turn(Map<String, Double> figures) {
  public Turn {
    figures = Map.copyOf(figures);
  }

  public static Turn of(String unit, double figure) {
    return new Turn(Map.of(unit, figure));
  }

  /// The same, with one figure more.
  public Turn and(String unit, double figure) {
    var more = new LinkedHashMap<>(figures);
    more.put(unit, figure);
    return new Turn(more);
  }

  double figure(String unit) {
    Double figure = figures.get(unit);
    if (figure == null) {
      throw new IllegalStateException(
          "Expected a figure in %s, but there are only %s".formatted(unit, figures.keySet()));
    }
    return figure;
  }
}
