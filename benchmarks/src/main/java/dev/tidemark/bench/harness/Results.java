package dev.tidemark.bench.harness;

import java.util.List;
import java.util.Map;

/// What came of ways that were measured together.
///
/// @param ways in the order in which they are shown
/// @param rounds each with a turn of each way
public record Results(
    String title, List<String> ways, List<Pair> pairs, List<Map<String, Turn>> rounds) {
  public Results {
    ways = List.copyOf(ways);
    pairs = List.copyOf(pairs);
    rounds = rounds.stream().map(Map::copyOf).toList();
  }

  public Spread figure(String way, String unit) {
    return Spread.of(rounds.stream().map(round -> figure(round, way, unit)).toList());
  }

  /// How the one compares with the other, round by round.
  public Spread ratio(Pair pair) {
    return Spread.of(
        rounds.stream()
            .map(round ->
                figure(round, pair.way(), pair.unit())
                    / figure(round, pair.reference(), pair.unit()))
            .toList());
  }

  /// The units in which a way was measured, in the order of the alphabet.
  public List<String> units(String way) {
    return rounds.stream()
        .flatMap(round -> turn(round, way).figures().keySet().stream())
        .distinct()
        .sorted()
        .toList();
  }

  private static double figure(Map<String, Turn> round, String way, String unit) {
    return turn(round, way).figure(unit);
  }

  private static Turn turn(Map<String, Turn> round, String way) {
    Turn turn = round.get(way);
    if (turn == null) {
      throw new IllegalArgumentException(
          "Expected one of %s, but was %s".formatted(round.keySet(), way));
    }
    return turn;
  }
}
