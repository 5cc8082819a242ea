package dev.tidemark.projection.given;

import dev.tidemark.projection.cache.CacheMeters;
import dev.tidemark.projection.generation.Generation.State;
import dev.tidemark.projection.rebuild.LiveMeters;
import dev.tidemark.projection.runtime.WorkerMeters;
import dev.tidemark.runtime.metrics.Metrics;
import java.time.Clock;
import java.util.Objects;

/// Meters that nobody reads.
public final class MetersForTests {
  public static final LiveMeters ALL = LiveMeters.of(new Metrics(), Clock.systemUTC());

  private MetersForTests() {}

  public static WorkerMeters ofWorkers() {
    return Objects.requireNonNull(ALL.workers().get(State.SERVING));
  }

  public static CacheMeters ofCaches() {
    return Objects.requireNonNull(ALL.caches().get(State.SERVING));
  }
}
