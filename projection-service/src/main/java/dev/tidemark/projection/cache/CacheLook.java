package dev.tidemark.projection.cache;

import dev.tidemark.projection.batch.Positions;
import dev.tidemark.views.cache.CacheKeys;
import dev.tidemark.views.cache.Watermark;
import java.time.Duration;
import java.util.Optional;

/// What the cache holds, as operators look at it. Thread-safe.
public final class CacheLook {
  private final RedisLink redis;

  public CacheLook(RedisLink redis) {
    this.redis = redis;
  }

  /// @param watermark what has been written through; empty if nobody ever wrote the shard
  /// @param lease how long readers may still trust it; empty if they may not
  public record Shard(Optional<Positions> watermark, Optional<Duration> lease) {}

  /// @throws CacheException if Redis does not answer
  public Shard shard(int generation, int shard) {
    var keys = new CacheKeys(generation, shard);
    return new Shard(
        redis
            .get(keys.watermark())
            .flatMap(Watermark::decode)
            .map(found -> new Positions(found.users(), found.sessions(), found.orders())),
        redis.timeToLive(keys.lease()));
  }
}
