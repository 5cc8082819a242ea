package dev.tidemark.bench.harness;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;

/// Clients who ask again as soon as they were answered: how much gets done at most. It says nothing
/// of latency, since what is slow is asked less.
public final class ClosedLoop {
  private static final Duration TURNED_AWAY_FOR = Duration.ofMillis(5);

  private ClosedLoop() {}

  /// What the clients got done.
  ///
  /// @param turnedAway how often they were told to come again
  public record Done(long count, long turnedAway, Duration time) {
    public double perSecond() {
      return count / (time.toNanos() / 1e9);
    }

    private Done and(Done other) {
      return new Done(count + other.count, turnedAway + other.turnedAway, time);
    }
  }

  /// Clients are made before the clock starts. It stops when the last has its last answer. Each
  /// asks once at least, however late it comes to it.
  public static Done run(int clients, Duration time, Client.Maker maker) throws Exception {
    var all = new ArrayList<Client>();
    try {
      for (int number = 0; number < clients; number++) {
        all.add(maker.client(number));
      }
      return run(all, time);
    } finally {
      for (Client client : all) {
        client.close();
      }
    }
  }

  private static Done run(List<Client> clients, Duration time) throws Exception {
    long begun = System.nanoTime();
    long end = begun + time.toNanos();
    var sum = new Done(0, 0, Duration.ZERO);
    try (var threads = Executors.newFixedThreadPool(clients.size())) {
      var counts = new ArrayList<Future<Done>>();
      for (Client client : clients) {
        counts.add(threads.submit(() -> repeat(client, end)));
      }
      for (Future<Done> count : counts) {
        sum = sum.and(count.get());
      }
    }
    return new Done(sum.count, sum.turnedAway, Duration.ofNanos(System.nanoTime() - begun));
  }

  private static Done repeat(Client client, long end) throws Exception {
    long count = 0;
    long turnedAway = 0;
    do {
      int done = client.once();
      count += done;
      if (done == 0) {
        turnedAway++;
        LockSupport.parkNanos(TURNED_AWAY_FOR.toNanos());
      }
    } while (System.nanoTime() - end < 0);
    return new Done(count, turnedAway, Duration.ZERO);
  }
}
