package dev.tidemark.query;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/// Measures several ways to do something, one after the other and over again, so that whatever else
/// the machine does hits all of them alike. Only what is compared within a round counts.
final class Rounds {
  private static final int CLIENTS = 16;
  private static final Duration TURNED_AWAY_FOR = Duration.ofMillis(5);

  /// One client's way to do it, over and over. For one thread.
  interface Client {
    /// @return whether it was done; a server that is overloaded turns some away
    boolean once() throws Exception;

    void end() throws Exception;
  }

  /// Makes a client.
  interface Way {
    Client client(int number) throws Exception;
  }

  private final Map<String, Way> ways = new LinkedHashMap<>();
  private final Map<String, List<Double>> perSecond = new LinkedHashMap<>();
  private final Duration each;

  /// @param each how long one way is measured for in one round
  Rounds(Duration each) {
    this.each = each;
  }

  void add(String name, Way way) {
    ways.put(name, way);
    perSecond.put(name, new ArrayList<>());
  }

  void warmUp() throws Exception {
    for (Way way : ways.values()) {
      double _ = measure(way);
    }
  }

  void round() throws Exception {
    for (Map.Entry<String, Way> way : ways.entrySet()) {
      perSecond.get(way.getKey()).add(measure(way.getValue()));
    }
  }

  /// The median of all rounds.
  double perSecond(String name) {
    return quantile(perSecond.get(name), 0.5);
  }

  /// How the one compares with the other, round by round: the median, and between what the middle
  /// half of them lies.
  String ratio(String name, String to) {
    List<Double> one = perSecond.get(name);
    List<Double> other = perSecond.get(to);
    List<Double> ratios =
        IntStream.range(0, one.size()).mapToObj(i -> one.get(i) / other.get(i)).toList();
    return "%.2f (%.2f to %.2f)"
        .formatted(quantile(ratios, 0.5), quantile(ratios, 0.25), quantile(ratios, 0.75));
  }

  private double measure(Way way) throws Exception {
    var clients = new ArrayList<Client>();
    for (int number = 0; number < CLIENTS; number++) {
      clients.add(way.client(number));
    }
    long done = 0;
    long begun = System.nanoTime();
    long end = begun + each.toNanos();
    try (var threads = Executors.newFixedThreadPool(CLIENTS)) {
      var counts = new ArrayList<Future<Long>>();
      for (Client client : clients) {
        counts.add(threads.submit(() -> repeat(client, end)));
      }
      for (Future<Long> count : counts) {
        done += count.get();
      }
    }
    double perSecondNow = done / ((System.nanoTime() - begun) / 1e9);
    for (Client client : clients) {
      client.end();
    }
    return perSecondNow;
  }

  private static long repeat(Client client, long end) throws Exception {
    long count = 0;
    while (System.nanoTime() < end) {
      if (client.once()) {
        count++;
      } else {
        LockSupport.parkNanos(TURNED_AWAY_FOR.toNanos());
      }
    }
    return count;
  }

  private static double quantile(List<Double> values, double q) {
    List<Double> sorted = values.stream().sorted().toList();
    return sorted.get((int) Math.round(q * (sorted.size() - 1)));
  }
}
