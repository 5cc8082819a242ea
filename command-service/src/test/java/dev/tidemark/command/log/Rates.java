package dev.tidemark.command.log;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.IntStream;

/// Events per second, of each way in each round.
final class Rates {
  private final Map<Way, double[]> rates = new EnumMap<>(Way.class);

  Rates(int rounds) {
    for (Way way : Way.values()) {
      rates.put(way, new double[rounds]);
    }
  }

  /// @param rate of one turn, divided by the number of turns in the round
  void measured(Way way, int round, double rate) {
    rates.get(way)[round] += rate;
  }

  /// The median.
  String of(Way way) {
    return "%,.0f".formatted(median(rates.get(way)));
  }

  /// What one way reaches of another in the same round: the median, and from where to where.
  String ratio(Way way, Way other) {
    double[] ratios =
        IntStream.range(0, rates.get(way).length)
            .mapToDouble(round -> rates.get(way)[round] / rates.get(other)[round])
            .sorted()
            .toArray();
    return "%.2f (%.2f..%.2f)".formatted(median(ratios), ratios[0], ratios[ratios.length - 1]);
  }

  private static double median(double[] values) {
    double[] sorted = Arrays.stream(values).sorted().toArray();
    return sorted[sorted.length / 2];
  }
}
