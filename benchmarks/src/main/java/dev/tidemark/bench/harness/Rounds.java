package dev.tidemark.bench.harness;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;

/// Measures several ways, each once in a round, in another order in each round. What one way leaves
/// behind (a full page cache, a checkpoint under way) then hits no other way each time.
public final class Rounds {
  private final String title;
  private final Run run;
  private final Map<String, Way> ways = new LinkedHashMap<>();
  private final List<Pair> pairs = new ArrayList<>();

  Rounds(String title, Run run) {
    this.title = title;
    this.run = run;
  }

  public Rounds add(String name, Way way) {
    if (ways.putIfAbsent(name, way) != null) {
      throw new IllegalArgumentException("Expected one way named " + name + ", but there are two");
    }
    return this;
  }

  public Rounds compare(String unit, String way, String reference) {
    return compare(unit, way, reference, "");
  }

  /// Shows the first as a part of the second.
  public Rounds compare(String unit, String way, String reference, String aim) {
    for (String name : List.of(way, reference)) {
      if (!ways.containsKey(name)) {
        throw new IllegalArgumentException(
            "Expected one of %s, but was %s".formatted(ways.keySet(), name));
      }
    }
    pairs.add(new Pair(unit, way, reference, aim));
    return this;
  }

  /// Measures all of them. A round that began is finished, whatever time is left: half a round
  /// compares nothing.
  public Results run() throws Exception {
    for (int i = 1; i <= run.plan().warmUpRounds(); i++) {
      tell("warm-up %d of %d".formatted(i, run.plan().warmUpRounds()), round(-i));
    }
    var measured = new ArrayList<Map<String, Turn>>();
    for (int i = 1; i <= run.plan().rounds(); i++) {
      if (i > 1 && run.isOutOfTime()) {
        run.says("%s: out of time after %d rounds".formatted(title, i - 1));
        break;
      }
      Map<String, Turn> round = round(i);
      tell("round %d of %d".formatted(i, run.plan().rounds()), round);
      measured.add(round);
    }
    return new Results(title, List.copyOf(ways.keySet()), pairs, measured);
  }

  private Map<String, Turn> round(int number) throws Exception {
    var order = new ArrayList<>(ways.keySet());
    Collections.shuffle(order, new Random(run.plan().seed() * 31 + number));
    var round = new LinkedHashMap<String, Turn>();
    for (String name : order) {
      round.put(name, way(name).turn(run.plan().each()));
    }
    return round;
  }

  private Way way(String name) {
    Way way = ways.get(name);
    if (way == null) {
      throw new IllegalStateException("Expected a way named " + name);
    }
    return way;
  }

  private void tell(String which, Map<String, Turn> round) {
    String figures =
        round.entrySet().stream()
            .sorted(
                Comparator.comparingInt(turn -> List.copyOf(ways.keySet()).indexOf(turn.getKey())))
            .map(turn -> turn.getKey() + " " + shown(turn.getValue()))
            .collect(Collectors.joining("; "));
    run.says("%s, %s: %s".formatted(title, which, figures));
  }

  private static String shown(Turn turn) {
    return turn.figures().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(figure -> "%s %s".formatted(Figures.shown(figure.getValue()), figure.getKey()))
        .collect(Collectors.joining(", "));
  }
}
