package dev.tidemark.projection.cache;

import dev.tidemark.projection.batch.Positions;
import dev.tidemark.projection.store.LeaseEnd;
import dev.tidemark.views.cache.CacheKeys;
import java.util.List;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/// Ends leases by taking the shard's caches and leaving them: their writers notice and begin anew.
/// Thread-safe.
public final class LeaseEnds implements LeaseEnd {
  private static final int ATTEMPTS_MAX = 3;

  private final RedisLink redis;
  private final Function<String, List<Integer>> caches;
  private final RandomGenerator random;

  /// @param caches the generations of all caches that are written from the rows of a schema, asked
  ///   while the shard is held: one that comes later reads the rows as the repair has left them
  /// @param random safe for many threads
  public LeaseEnds(
      RedisLink redis, Function<String, List<Integer>> caches, RandomGenerator random) {
    this.redis = redis;
    this.caches = caches;
    this.random = random;
  }

  /// @throws CacheException if Redis does not answer
  @Override
  public List<Integer> end(String schema, int shard, Positions standing) {
    List<Integer> all = caches.apply(schema);
    all.forEach(generation -> end(new CacheKeys(generation, shard), standing));
    return all;
  }

  private void end(CacheKeys keys, Positions standing) {
    for (int attempt = 1; ; attempt++) {
      try {
        CacheChain.begin(redis, keys, standing, CacheChain.nonce(random));
        return;
      } catch (CacheException e) {
        // The writer of the shard has written in between, as it does several times a second.
        if (attempt == ATTEMPTS_MAX) {
          throw e;
        }
      }
    }
  }
}
