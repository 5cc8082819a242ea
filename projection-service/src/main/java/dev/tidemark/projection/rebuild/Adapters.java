package dev.tidemark.projection.rebuild;

import dev.tidemark.projection.cache.CacheMeters;
import dev.tidemark.projection.cache.CacheSettings;
import dev.tidemark.projection.cache.RedisLink;
import dev.tidemark.projection.cache.ShardCache;
import dev.tidemark.projection.runtime.Follower;
import dev.tidemark.projection.runtime.LogSettings;
import dev.tidemark.projection.runtime.Pace;
import dev.tidemark.projection.store.Database;
import dev.tidemark.projection.store.DatabaseSettings;
import dev.tidemark.projection.store.ViewSchema;
import dev.tidemark.projection.store.ViewStore;
import dev.tidemark.views.cache.CacheKeys;
import java.time.InstantSource;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// What each generation needs of the outside, made when it comes.
///
/// @param rebuildBatchEventsMax records applied in one transaction while there is much to do
/// @param random thread-safe
public record Adapters(
    DatabaseSettings databaseSettings,
    LogSettings logSettings,
    int rebuildBatchEventsMax,
    CacheSettings cacheSettings,
    RedisLink redis,
    LiveMeters meters,
    InstantSource clock,
    RandomGenerator random) {
  private static final int FIRST = 1;

  /// @throws dev.tidemark.projection.store.StoreException if PostgreSQL does not answer
  Database openViews(String schema) {
    DatabaseSettings settings = databaseSettings.in(schema);
    ViewSchema.migrate(settings);
    return Database.open(settings).measuredBy(meters.pools());
  }

  ViewStore store(Database database) {
    return new ViewStore(database, clock);
  }

  /// A generation after the first has everything to read that there is.
  LogSettings log(int views) {
    return views == FIRST ? logSettings : logSettings.withBatchEventsMax(rebuildBatchEventsMax);
  }

  Follower cache(
      int generation, int shard, ViewStore store, Pace pace, Supplier<CacheMeters> cacheMeters) {
    return ShardCache.start(
        new CacheKeys(generation, shard),
        store,
        redis,
        cacheSettings,
        pace,
        cacheMeters,
        new SplittableRandom(random.nextLong()));
  }
}
