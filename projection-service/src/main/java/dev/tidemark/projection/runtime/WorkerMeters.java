package dev.tidemark.projection.runtime;

import dev.tidemark.events.kafka.LogEntry;
import dev.tidemark.projection.batch.Batch;
import dev.tidemark.projection.batch.Changes;
import dev.tidemark.projection.batch.LogRecord;
import dev.tidemark.projection.generation.Generation.State;
import dev.tidemark.projection.view.Changed;
import dev.tidemark.runtime.metrics.Buckets;
import dev.tidemark.runtime.metrics.Metrics;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/// What workers of shards do, by what becomes of the generation whose rows they write. Thread-safe.
public final class WorkerMeters {
  /// Why a worker had to begin anew.
  enum Failure {
    KAFKA,
    POSTGRES,
    /// Somebody else writes the shard.
    OVERTAKEN,
    OUT_OF_LOG,
    UNEXPECTED
  }

  private final InstantSource clock;
  private final boolean serving;
  private final Counter records;
  private final Timer time;
  private final DistributionSummary size;
  private final Timer freshness;
  private final Counter users;
  private final Counter sessions;
  private final Counter orders;
  private final Counter sales;
  private final Counter timeline;
  private final Counter parked;
  private final Map<Failure, Counter> failures = new EnumMap<>(Failure.class);

  private WorkerMeters(MeterRegistry registry, InstantSource clock, State state) {
    this.clock = clock;
    this.serving = state == State.SERVING;
    String generation = state.name().toLowerCase(Locale.ROOT);
    this.records =
        Counter.builder("tidemark.projection.records")
            .description("Records of the log that were applied")
            .tag("generation", generation)
            .register(registry);
    this.time =
        Timer.builder("tidemark.projection.batch")
            .description("One transaction: positions and rows")
            .tag("generation", generation)
            .serviceLevelObjectives(Buckets.latencies())
            .register(registry);
    this.size =
        DistributionSummary.builder("tidemark.projection.batch.records")
            .description("Records applied in one transaction")
            .tag("generation", generation)
            .serviceLevelObjectives(Buckets.sizes())
            .register(registry);
    this.freshness = freshness(registry, "postgres");
    this.users = rows(registry, generation, "users");
    this.sessions = rows(registry, generation, "sessions");
    this.orders = rows(registry, generation, "orders");
    this.sales = rows(registry, generation, "sales");
    this.timeline = rows(registry, generation, "timeline");
    this.parked = rows(registry, generation, "parked");
    Arrays.stream(Failure.values())
        .forEach(failure ->
            failures.put(
                failure,
                Counter.builder("tidemark.projection.worker.failures")
                    .description("How often a worker had to begin anew, and why")
                    .tag("generation", generation)
                    .tag("cause", failure.name().toLowerCase(Locale.ROOT))
                    .register(registry)));
  }

  /// For each state in which a generation follows the log.
  public static Map<State, WorkerMeters> byState(Metrics metrics, InstantSource clock) {
    var meters = new EnumMap<State, WorkerMeters>(State.class);
    Arrays.stream(State.values())
        .filter(State::isFollowed)
        .forEach(state -> meters.put(state, new WorkerMeters(metrics.registry(), clock, state)));
    return meters;
  }

  /// How old events are by the time that a store has them.
  public static Timer freshness(MeterRegistry registry, String store) {
    return Timer.builder("tidemark.projection.freshness")
        .description("From the record of an event until the store that serves has it")
        .tag("store", store)
        .serviceLevelObjectives(Buckets.latencies())
        .register(registry);
  }

  void applied(Batch batch, Changes changes, long nanos) {
    records.increment(batch.records().size());
    time.record(Duration.ofNanos(nanos));
    size.record(batch.records().size());
    users.increment(count(changes.users()));
    sessions.increment(count(changes.sessions()));
    orders.increment(count(changes.orders()));
    sales.increment(changes.sales().size());
    timeline.increment(changes.timeline().size());
    parked.increment(changes.parked().size());
    if (serving) {
      Instant now = clock.instant();
      batch.records().forEach(each -> age(each, now));
    }
  }

  void failed(Failure failure) {
    Counter counter = failures.get(failure);
    if (counter != null) {
      counter.increment();
    }
  }

  private void age(LogRecord applied, Instant now) {
    if (applied.entry() instanceof LogEntry.Recorded(_, var envelope)) {
      Duration age = Duration.between(envelope.recordedAt(), now);
      freshness.record(age.isNegative() ? Duration.ZERO : age);
    }
  }

  private static int count(Changed<?> changed) {
    return changed.created().size() + changed.updated().size();
  }

  private static Counter rows(MeterRegistry registry, String generation, String view) {
    return Counter.builder("tidemark.projection.rows")
        .description("Rows written, by view")
        .tag("generation", generation)
        .tag("view", view)
        .register(registry);
  }
}
