package dev.tidemark.projection.store;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.metrics.micrometer.MicrometerMetricsTrackerFactory;
import dev.tidemark.runtime.metrics.Metrics;

/// What pools of connections say of themselves, by their names, until they are closed.
public final class PoolMeters {
  private final MicrometerMetricsTrackerFactory trackers;

  public PoolMeters(Metrics metrics) {
    this.trackers = new MicrometerMetricsTrackerFactory(metrics.registry());
  }

  void watch(HikariDataSource pool) {
    pool.setMetricsTrackerFactory(trackers);
  }
}
