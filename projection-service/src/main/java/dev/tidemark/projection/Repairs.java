package dev.tidemark.projection;

import dev.tidemark.projection.cache.CacheValues;
import dev.tidemark.projection.cache.LeaseEnds;
import dev.tidemark.projection.cache.RedisLink;
import dev.tidemark.projection.generation.Generation;
import dev.tidemark.projection.log.LogLook;
import dev.tidemark.projection.rebuild.LiveGenerations;
import dev.tidemark.projection.repair.JobWorker;
import dev.tidemark.projection.repair.Jobs;
import dev.tidemark.projection.repair.RepairMeters;
import dev.tidemark.projection.repair.StandingVerifier;
import dev.tidemark.projection.repair.Stores;
import dev.tidemark.projection.runtime.LogForm;
import dev.tidemark.projection.runtime.ShardStatus;
import dev.tidemark.projection.store.Database;
import dev.tidemark.projection.store.Generations;
import dev.tidemark.projection.store.ParkedEvents;
import dev.tidemark.projection.store.RepairJobs;
import dev.tidemark.projection.store.ViewRepairs;
import dev.tidemark.runtime.Lifecycle;
import dev.tidemark.runtime.metrics.Metrics;
import dev.tidemark.views.cache.CacheKeys;
import java.time.InstantSource;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// What mends the generation that serves, put together.
record Repairs(
    ParkedEvents parked,
    Jobs jobs,
    Stores stores,
    StandingVerifier verifier,
    LogLook log,
    RepairMeters meters) {
  /// @param random thread-safe
  static Repairs of(
      ProjectionConfig config,
      Lifecycle lifecycle,
      Database control,
      LiveGenerations live,
      RedisLink redis,
      Metrics metrics,
      InstantSource clock,
      RandomGenerator random,
      Supplier<UUID> ids) {
    var generations = new Generations(control);
    var leases =
        new LeaseEnds(
            redis,
            schema ->
                generations.lineup().writtenFrom(schema).stream().map(Generation::number).toList(),
            random);
    var stores =
        new Stores(
            config.log(),
            new ViewRepairs(live::database, leases),
            new CacheValues(
                redis, shard -> new CacheKeys(live.generation(), shard), config.cache(), random));
    var verifier =
        lifecycle.add(
            "verifier",
            StandingVerifier.start(
                stores,
                () -> live.serving().stream().map(ShardStatus::shard).toList(),
                config.verifyPerSecond()));
    var meters = new RepairMeters(metrics);
    meters.watch(verifier::standing);
    return new Repairs(
        new ParkedEvents(live::database, new LogForm(), leases, clock),
        new Jobs(new RepairJobs(control), ids),
        stores,
        verifier,
        lifecycle.add("log of repairs", new LogLook(config.log())),
        meters);
  }

  /// Begins to work on jobs.
  JobWorker start(String owner, RandomGenerator random) {
    return JobWorker.start(jobs, stores, log, owner, meters, random);
  }
}
