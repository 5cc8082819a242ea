package dev.tidemark.query.cache;

import dev.tidemark.query.consistency.Positions;
import dev.tidemark.query.store.Row;
import dev.tidemark.views.cache.CacheScripts.Entry;
import dev.tidemark.views.cache.CachedValue;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;
import tools.jackson.databind.json.JsonMapper;

/// Puts what was read from the database into the caches, absence too. Times to live are jittered,
/// so that what was filled together does not expire together.
public final class Fills {
  private static final double JITTER = 0.1;

  private final NearCache near;
  private final RedisCache cache;
  private final JsonMapper json;
  private final Duration absentTimeToLive;
  private final RandomGenerator random;

  /// @param random thread-safe
  public Fills(
      NearCache near,
      RedisCache cache,
      JsonMapper json,
      Duration absentTimeToLive,
      RandomGenerator random) {
    this.near = near;
    this.cache = cache;
    this.json = json;
    this.absentTimeToLive = absentTimeToLive;
    this.random = random;
  }

  /// @param positions of the snapshot from which the row came
  <V extends Record> void fill(CacheKey<V> key, Optional<Row<V>> row, Positions positions) {
    long provedAt = positions.next(key.kind().topic(), key.shard());
    if (provedAt == 0) {
      return;
    }
    CachedValue<V> value =
        row.map(found -> new CachedValue<>(found.sourceOffset(), found.view()))
            .orElseGet(() -> new CachedValue<>(provedAt - 1, null));
    Duration timeToLive = row.isPresent() ? key.kind().lifetime().timeToLive() : absentTimeToLive;
    byte[] bytes = value.encode(json);
    Shown<V> shown = value.view() == null ? null : Shown.of(value.view(), value.version(), json);
    near.keep(key, value.version(), provedAt, shown, bytes.length);
    cache.fill(
        key.keys(),
        key.kind().topic(),
        provedAt,
        new Entry(key.text(), bytes, jittered(timeToLive)));
  }

  private Duration jittered(Duration timeToLive) {
    double factor = 1 + JITTER * (2 * random.nextDouble() - 1);
    return Duration.ofMillis(Math.max(1, (long) (timeToLive.toMillis() * factor)));
  }
}
