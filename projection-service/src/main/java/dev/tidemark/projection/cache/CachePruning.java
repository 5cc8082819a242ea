package dev.tidemark.projection.cache;

import dev.tidemark.views.cache.CacheKeys;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Removes all that one generation left in the cache, a few keys at a time: Redis serves others
/// meanwhile. May end anywhere and be begun again.
public final class CachePruning {
  private static final int SCANNED_MAX = 500;
  private static final Duration PAUSE = Duration.ofMillis(5);

  private CachePruning() {}

  /// @param stop ends it early
  /// @return whether nothing is left
  /// @throws RuntimeException if Redis does not answer
  public static boolean run(RedisLink redis, int generation, CountDownLatch stop)
      throws InterruptedException {
    Optional<String> cursor = Optional.empty();
    do {
      cursor = redis.removeSome(CacheKeys.prefix(generation), cursor, SCANNED_MAX);
    } while (cursor.isPresent() && !stop.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS));
    return cursor.isEmpty();
  }
}
