package dev.tidemark.query.store;

import com.zaxxer.hikari.metrics.IMetricsTracker;
import com.zaxxer.hikari.metrics.MetricsTrackerFactory;
import com.zaxxer.hikari.metrics.PoolStats;
import dev.tidemark.runtime.metrics.Buckets;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/// What HikariCP tells of the connections to one server, under the names that its own binding for
/// Micrometer has. That one would not do: it ties its meters to one pool, and every generation of
/// the views has a pool of its own, while two of them are open for a moment.
final class PoolMeters implements MetricsTrackerFactory {
  private final Timer acquired;
  private final Timer used;
  private final Counter timeouts;

  /// Of the newest pool.
  private volatile @Nullable PoolStats stats;

  PoolMeters(MeterRegistry registry, String pool) {
    acquired =
        Timer.builder("hikaricp.connections.acquire")
            .description("How long it took to be given a connection")
            .tag("pool", pool)
            .serviceLevelObjectives(Buckets.latencies())
            .register(registry);
    used =
        Timer.builder("hikaricp.connections.usage")
            .description("How long connections were used at a time")
            .tag("pool", pool)
            .serviceLevelObjectives(Buckets.latencies())
            .register(registry);
    timeouts =
        Counter.builder("hikaricp.connections.timeout")
            .description("Times that no connection was given in time")
            .tag("pool", pool)
            .register(registry);
    gauge(registry, pool, "hikaricp.connections", "Open", PoolStats::getTotalConnections);
    gauge(registry, pool, "hikaricp.connections.active", "Used", PoolStats::getActiveConnections);
    gauge(registry, pool, "hikaricp.connections.idle", "Unused", PoolStats::getIdleConnections);
    gauge(registry, pool, "hikaricp.connections.pending", "Wanted", PoolStats::getPendingThreads);
    gauge(registry, pool, "hikaricp.connections.max", "Allowed", PoolStats::getMaxConnections);
  }

  private void gauge(
      MeterRegistry registry,
      String pool,
      String name,
      String which,
      ToDoubleFunction<PoolStats> value) {
    Gauge.builder(name, this, its -> its.value(value))
        .description(which + " connections")
        .tag("pool", pool)
        .strongReference(true)
        .register(registry);
  }

  private double value(ToDoubleFunction<PoolStats> value) {
    PoolStats newest = stats;
    return newest == null ? 0 : value.applyAsDouble(newest);
  }

  @Override
  public IMetricsTracker create(String poolName, PoolStats ofPool) {
    stats = ofPool;
    return new IMetricsTracker() {
      @Override
      public void recordConnectionAcquiredNanos(long tookNanos) {
        acquired.record(tookNanos, TimeUnit.NANOSECONDS);
      }

      @Override
      public void recordConnectionUsageMillis(long tookMs) {
        used.record(tookMs, TimeUnit.MILLISECONDS);
      }

      @Override
      public void recordConnectionTimeout() {
        timeouts.increment();
      }
    };
  }
}
