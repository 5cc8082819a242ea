package dev.tidemark.bench.harness;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/// Requests at a fixed rate, whether or not those before were answered, as from clients who know
/// nothing of each other.
///
/// A latency counts from when the request was *meant* to begin. If the server stands still for a
/// second, all requests of this second have waited, also those that had no connection to go out on;
/// counted from when they went out, all but a few would seem quick.
public final class OpenLoop {
  private static final Duration LATENCY_MAX = Duration.ofMinutes(2);
  private static final int DIGITS = 3;

  private OpenLoop() {}

  /// What came of it.
  ///
  /// @param latencies of what was done, in microseconds
  /// @param turnedAway requests that were told to come again
  public record Outcome(Histogram latencies, long done, long turnedAway, Duration time) {
    public double perSecond() {
      return done / (time.toNanos() / 1e9);
    }

    public double percentileMs(double percentile) {
      return latencies.getValueAtPercentile(percentile) / 1e3;
    }
  }

  /// One client's part of it.
  private static final class Part {
    final Histogram latencies = histogram();
    long done;
    long turnedAway;
  }

  /// @param clients at most so many requests are on their way at once
  public static Outcome run(double perSecond, Duration time, int clients, Client.Maker maker)
      throws Exception {
    var all = new ArrayList<Client>();
    try {
      for (int number = 0; number < clients; number++) {
        all.add(maker.client(number));
      }
      return run(all, perSecond, (long) (perSecond * time.toNanos() / 1e9));
    } finally {
      for (Client client : all) {
        client.close();
      }
    }
  }

  private static Outcome run(List<Client> clients, double perSecond, long count) throws Exception {
    var next = new AtomicLong();
    long begun = System.nanoTime();
    var latencies = histogram();
    long done = 0;
    long turnedAway = 0;
    try (var threads = Executors.newFixedThreadPool(clients.size())) {
      var parts = new ArrayList<Future<Part>>();
      for (Client client : clients) {
        parts.add(threads.submit(() -> repeat(client, next, count, begun, 1e9 / perSecond)));
      }
      for (Future<Part> part : parts) {
        latencies.add(part.get().latencies);
        done += part.get().done;
        turnedAway += part.get().turnedAway;
      }
    }
    return new Outcome(latencies, done, turnedAway, Duration.ofNanos(System.nanoTime() - begun));
  }

  /// Takes the next request that nobody took yet, and waits until it is due.
  private static Part repeat(
      Client client, AtomicLong next, long count, long begun, double everyNanos) throws Exception {
    var part = new Part();
    for (long i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
      long due = begun + (long) (i * everyNanos);
      for (long now = System.nanoTime(); now - due < 0; now = System.nanoTime()) {
        LockSupport.parkNanos(due - now);
      }
      int done = client.once();
      if (done == 0) {
        part.turnedAway++;
      } else {
        part.done += done;
        part.latencies.recordValue((System.nanoTime() - due) / 1_000);
      }
    }
    return part;
  }

  private static Histogram histogram() {
    var histogram = new Histogram(LATENCY_MAX.toNanos() / 1_000, DIGITS);
    histogram.setAutoResize(true);
    return histogram;
  }
}
