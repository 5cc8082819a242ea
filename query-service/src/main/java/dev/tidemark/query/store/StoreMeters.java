package dev.tidemark.query.store;

import com.zaxxer.hikari.metrics.MetricsTrackerFactory;
import dev.tidemark.query.consistency.Source;
import dev.tidemark.query.store.StoreUnavailableException.Why;
import dev.tidemark.runtime.metrics.Buckets;
import dev.tidemark.runtime.metrics.Metrics;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/// What is measured of reads from PostgreSQL, for all generations of the views together.
public final class StoreMeters {
  private static final String REPLICA_READS = "tidemark.replica.reads";

  private final MeterRegistry registry;
  private final Map<Source, Timer> reads = new EnumMap<>(Source.class);
  private final Map<Source, Map<Why, Counter>> failures = new EnumMap<>(Source.class);
  private final Map<String, PoolMeters> pools = new HashMap<>();
  private final Counter answered;
  private final Counter behind;
  private final Counter failed;
  private final Counter bypassed;

  public StoreMeters(Metrics metrics) {
    registry = metrics.registry();
    for (Source server : List.of(Source.POSTGRES, Source.REPLICA)) {
      reads.put(
          server,
          Timer.builder("tidemark.store.read")
              .description("How long reads took, with the wait for their turn")
              .tag("server", server.toString())
              .serviceLevelObjectives(Buckets.latencies())
              .register(registry));
      var byCause = new EnumMap<Why, Counter>(Why.class);
      for (Why why : Why.values()) {
        byCause.put(why, failure(server, why));
      }
      failures.put(server, byCause);
    }
    answered = replicaReads("answered");
    behind = replicaReads("behind");
    failed = replicaReads("failed");
    bypassed = replicaReads("bypassed");
  }

  private Counter failure(Source server, Why why) {
    return Counter.builder("tidemark.store.failures")
        .description("Reads that the server did not answer in time, by cause")
        .tags("server", server.toString(), "cause", why.name().toLowerCase(Locale.ROOT))
        .register(registry);
  }

  private Counter replicaReads(String result) {
    return Counter.builder(REPLICA_READS)
        .description("Reads meant for the replica; all but the answered ones went to the primary")
        .tag("result", result)
        .register(registry);
  }

  /// The same for all pools of a name, of which there is one for each generation.
  synchronized MetricsTrackerFactory pool(String name) {
    return pools.computeIfAbsent(name, _ -> new PoolMeters(registry, name));
  }

  void read(Source server, long tookNanos) {
    Objects.requireNonNull(reads.get(server)).record(tookNanos, TimeUnit.NANOSECONDS);
  }

  void failed(Source server, Why why) {
    Objects.requireNonNull(Objects.requireNonNull(failures.get(server)).get(why)).increment();
  }

  void replicaAnswered() {
    answered.increment();
  }

  void replicaWasBehind() {
    behind.increment();
  }

  void replicaFailed() {
    failed.increment();
  }

  void replicaBypassed() {
    bypassed.increment();
  }
}
