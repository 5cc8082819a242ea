package dev.tidemark.projection.cache;

import dev.tidemark.events.EventTopic;
import dev.tidemark.projection.batch.Positions;
import dev.tidemark.views.ViewJson;
import dev.tidemark.views.cache.CacheKeys;
import dev.tidemark.views.cache.CachedValue;
import dev.tidemark.views.cache.Watermark;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/// What the cache holds, as operators look at it. Thread-safe.
public final class CacheLook {
  private final JsonMapper mapper = ViewJson.mapper();
  private final RedisLink redis;

  public CacheLook(RedisLink redis) {
    this.redis = redis;
  }

  /// @param watermark what has been written through; empty if nobody ever wrote the shard
  /// @param lease how long readers may still trust it; empty if they may not
  public record Shard(Optional<Positions> watermark, Optional<Duration> lease) {}

  /// What is kept of an aggregate.
  ///
  /// @param value empty if it cannot be read
  /// @param timeToLive empty if it has no end
  public record Value(
      Optional<CachedValue<? extends Record>> value, Optional<Duration> timeToLive) {}

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

  /// @param type of the view
  /// @return empty if nothing is kept
  /// @throws CacheException if Redis does not answer
  public Optional<Value> value(
      int generation,
      int shard,
      EventTopic topic,
      String aggregateId,
      Class<? extends Record> type) {
    String key = new CacheKeys(generation, shard).of(topic, aggregateId);
    return redis
        .get(key)
        .map(text ->
            new Value(
                CachedValue.decode(text.getBytes(StandardCharsets.UTF_8), type, mapper)
                    .map(decoded -> decoded),
                redis.timeToLive(key)));
  }
}
