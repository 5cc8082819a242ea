package dev.tidemark.projection.admin;

import dev.tidemark.runtime.metrics.Metrics;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What [LagLook] finds, for Prometheus: of all shards, from each instance, so that it is told as
/// long as one of them lives. What could not be asked has no value.
public final class LagMeters {
  private static final double MILLIS = 1_000;

  private final LagLook look;
  private final MultiGauge records;
  private final MultiGauge seconds;
  private final MultiGauge lease;
  private final MultiGauge parkedRecords;
  private final MultiGauge parkedAggregates;
  private final MultiGauge up;

  public LagMeters(Metrics metrics, LagLook look) {
    MeterRegistry registry = metrics.registry();
    this.look = look;
    this.records =
        gauge(registry, "lag.records", "Places of the log that a store has not reached, by shard");
    this.seconds =
        gauge(registry, "lag.seconds", "How long ago the oldest was recorded that a store has not");
    this.lease =
        gauge(registry, "lease.seconds", "How long readers may still trust the cache of a shard");
    this.parkedRecords = gauge(registry, "parked.records", "Events that were kept aside");
    this.parkedAggregates =
        gauge(registry, "parked.aggregates", "Aggregates with events that were kept aside");
    this.up = gauge(registry, "store.up", "Whether a store answered when it was asked last");
  }

  /// Asks the stores; waits for them within their bounds.
  public void look() {
    LagReport report = look.report();
    List<ShardLag> shards = report.shards();
    records.register(
        Stream.concat(
                rows(shards, "postgres", ShardLag::behindRecords),
                rows(shards, "redis", LagMeters::redisBehind))
            .toList(),
        true);
    seconds.register(
        Stream.concat(
                rows(shards, "postgres", shard -> seconds(shard.behindMs())),
                rows(shards, "redis", shard -> seconds(shard.redisBehindMs())))
            .toList(),
        true);
    lease.register(rows(shards, shard -> seconds(shard.leaseMs())), true);
    parkedRecords.register(rows(shards, ShardLag::parkedRecords), true);
    parkedAggregates.register(rows(shards, ShardLag::parkedAggregates), true);
    up.register(
        Stream.of(Asking.KAFKA, Asking.POSTGRES, Asking.REDIS)
            .<Row<?>>map(store ->
                Row.of(Tags.of("store", store), report.unavailable().containsKey(store) ? 0 : 1))
            .toList(),
        true);
  }

  /// Behind the log, and not only behind the rows.
  private static @Nullable Long redisBehind(ShardLag shard) {
    Long rows = shard.behindRecords();
    Long values = shard.redisBehindRecords();
    return rows == null || values == null ? null : rows + values;
  }

  private static @Nullable Double seconds(@Nullable Long millis) {
    return millis == null ? null : millis / MILLIS;
  }

  private static List<Row<?>> rows(
      List<ShardLag> shards, Function<ShardLag, ? extends @Nullable Number> value) {
    return shards.stream()
        .<Row<?>>mapMulti((shard, rows) -> {
          Number known = value.apply(shard);
          if (known != null) {
            rows.accept(Row.of(Tags.of("shard", String.valueOf(shard.shard())), known));
          }
        })
        .toList();
  }

  private static Stream<Row<?>> rows(
      List<ShardLag> shards, String store, Function<ShardLag, ? extends @Nullable Number> value) {
    return shards.stream()
        .mapMulti((shard, rows) -> {
          Number known = value.apply(shard);
          if (known != null) {
            rows.accept(
                Row.of(Tags.of("shard", String.valueOf(shard.shard()), "store", store), known));
          }
        });
  }

  private static MultiGauge gauge(MeterRegistry registry, String name, String meaning) {
    return MultiGauge.builder("tidemark.projection." + name)
        .description(meaning)
        .register(registry);
  }
}
