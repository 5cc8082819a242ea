package dev.tidemark.bench.recovery;

import dev.tidemark.bench.harness.HttpConnection;
import dev.tidemark.bench.shop.Customers;
import dev.tidemark.bench.shop.Ordering;
import dev.tidemark.events.value.Username;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/// For how long orders of each shard are not accepted, as their clients see it: each asks with the
/// same key until it is told that its order is placed.
final class Outage {
  private static final Duration ASK_AGAIN_AFTER = Duration.ofMillis(10);
  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final int PLACED = 201;

  private final List<String> customers;
  private final AtomicLong keys = new AtomicLong();

  /// @param customers who are registered, some of them in each shard
  Outage(Customers customers, int shards) {
    this.customers =
        IntStream.range(0, shards).mapToObj(shard -> in(shard, shards, customers)).toList();
  }

  /// Hurts the system, and asks until an order of each shard is placed.
  ///
  /// @param hurt returns when it is done
  /// @return how long that took for the slowest shard
  Duration of(Runnable hurt, URI asked) throws Exception {
    hurt.run();
    long begun = System.nanoTime();
    long last = begun;
    try (var threads = Executors.newFixedThreadPool(customers.size())) {
      var placed = new ArrayList<Future<Long>>();
      for (String customer : customers) {
        placed.add(threads.submit(() -> placed(asked, customer)));
      }
      for (Future<Long> each : placed) {
        last = Math.max(last, each.get());
      }
    }
    return Duration.ofNanos(last - begun);
  }

  /// @return when, by [System#nanoTime()]
  private long placed(URI asked, String customer) throws IOException {
    byte[] order = Ordering.request(customer, "outage-" + keys.getAndIncrement());
    long end = System.nanoTime() + PATIENCE.toNanos();
    String last = "no answer";
    while (System.nanoTime() - end < 0) {
      try (var connection = new HttpConnection(asked)) {
        int status = connection.ask(order);
        if (status == PLACED) {
          return System.nanoTime();
        }
        last = connection.text();
      } catch (IOException nobodyThere) {
        last = nobodyThere.toString();
      }
      LockSupport.parkNanos(ASK_AGAIN_AFTER.toNanos());
    }
    throw new IOException(
        "Expected an order to be placed within %s, but: %s".formatted(PATIENCE, last));
  }

  private static String in(int shard, int shards, Customers customers) {
    return IntStream.range(0, customers.count())
        .mapToObj(customers::username)
        .filter(name -> new Username(name).slot().shard(shards) == shard)
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "Expected a customer in shard %d of %d".formatted(shard, shards)));
  }
}
