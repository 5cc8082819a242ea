package dev.tidemark.projection.cache;

import dev.tidemark.projection.generation.Generation.State;
import dev.tidemark.projection.runtime.WorkerMeters;
import dev.tidemark.runtime.metrics.Buckets;
import dev.tidemark.runtime.metrics.Metrics;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/// What writing shards through to Redis comes to, by what becomes of the generation. Thread-safe.
public final class CacheMeters {
  private final InstantSource clock;
  private final boolean serving;
  private final Timer time;
  private final Timer freshness;
  private final Counter written;
  private final Counter newer;
  private final Counter repairs;
  private final Counter redisFailures;
  private final Counter postgresFailures;
  private final Counter unexpected;

  private CacheMeters(MeterRegistry registry, InstantSource clock, State state) {
    this.clock = clock;
    this.serving = state == State.SERVING;
    String generation = state.name().toLowerCase(Locale.ROOT);
    this.time =
        Timer.builder("tidemark.projection.cache.write")
            .description("One slice of rows, read back and written to Redis")
            .tag("generation", generation)
            .serviceLevelObjectives(Buckets.latencies())
            .register(registry);
    this.freshness = WorkerMeters.freshness(registry, "redis");
    this.written = values(registry, generation, "written");
    this.newer = values(registry, generation, "newer");
    this.repairs =
        Counter.builder("tidemark.projection.cache.repairs")
            .description("How often a shard was taken, and written from where it stood")
            .tag("generation", generation)
            .register(registry);
    this.redisFailures = failures(registry, generation, "redis");
    this.postgresFailures = failures(registry, generation, "postgres");
    this.unexpected = failures(registry, generation, "unexpected");
  }

  /// For each state in which a generation follows the log.
  public static Map<State, CacheMeters> byState(Metrics metrics, InstantSource clock) {
    var meters = new EnumMap<State, CacheMeters>(State.class);
    Arrays.stream(State.values())
        .filter(State::isFollowed)
        .forEach(state -> meters.put(state, new CacheMeters(metrics.registry(), clock, state)));
    return meters;
  }

  /// @param left out, since something newer stood there
  void wrote(int values, int left, long nanos) {
    written.increment(values - left);
    newer.increment(left);
    time.record(Duration.ofNanos(nanos));
  }

  /// All that was recorded is there.
  ///
  /// @param oldest when the oldest of it was recorded that was not there before
  void live(Instant oldest) {
    if (serving) {
      Duration age = Duration.between(oldest, clock.instant());
      freshness.record(age.isNegative() ? Duration.ZERO : age);
    }
  }

  void repairing() {
    repairs.increment();
  }

  void redisFailed() {
    redisFailures.increment();
  }

  void postgresFailed() {
    postgresFailures.increment();
  }

  void failedUnexpectedly() {
    unexpected.increment();
  }

  private static Counter values(MeterRegistry registry, String generation, String outcome) {
    return Counter.builder("tidemark.projection.cache.values")
        .description("Values sent to Redis: written, or left out since a newer one stood there")
        .tag("generation", generation)
        .tag("outcome", outcome)
        .register(registry);
  }

  private static Counter failures(MeterRegistry registry, String generation, String cause) {
    return Counter.builder("tidemark.projection.cache.failures")
        .description("How often writing through had to stop, and why")
        .tag("generation", generation)
        .tag("cause", cause)
        .register(registry);
  }
}
