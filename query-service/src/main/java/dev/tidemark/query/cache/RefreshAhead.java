package dev.tidemark.query.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.tidemark.views.cache.CacheScripts.Turn;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps values that are read often from expiring, which would send all their readers to the
/// database at the same time. Thread-safe.
///
/// A value under a lease is right however long it has been there, so its time to live only lets go
/// of what nobody reads. What is read from Redis a second time within some minutes counts as read
/// often. Then Redis is asked how long it still lives, once in those minutes; if that is too short,
/// one of all instances reads the row and fills it in again, beside its readers, who are served
/// meanwhile. What was damaged, or wrong in Redis for any other reason, is mended by that too.
final class RefreshAhead {
  private static final Logger LOG = LoggerFactory.getLogger(RefreshAhead.class);
  private static final Duration REMEMBERED = Duration.ofMinutes(5);
  private static final int KEYS_MAX = 10_000;
  private static final int AT_ONCE_MAX = 2;

  /// How long another instance keeps from refreshing the same value.
  private static final Duration TURN = Duration.ofSeconds(2);

  private enum Read {
    ONCE,
    OFTEN
  }

  private final RedisCache cache;
  private final CacheMeters meters;
  private final Semaphore atOnce = new Semaphore(AT_ONCE_MAX);
  private final Cache<String, Read> lately =
      Caffeine.newBuilder()
          .maximumSize(KEYS_MAX)
          .expireAfterWrite(REMEMBERED)
          .executor(Runnable::run)
          .build();

  RefreshAhead(RedisCache cache, CacheMeters meters) {
    this.cache = cache;
    this.meters = meters;
  }

  /// A value was found in Redis.
  ///
  /// @param refresh reads it from the database and fills it in
  void found(CacheKey<?> key, Runnable refresh) {
    Duration leftMin = key.kind().lifetime().refreshBelow();
    Read before = lately.getIfPresent(key.text());
    if (leftMin.isZero() || before == Read.OFTEN) {
      return;
    }
    lately.put(key.text(), before == null ? Read.ONCE : Read.OFTEN);
    if (before == Read.ONCE) {
      cache
          .claimLater(key.text(), TURN, leftMin)
          .ifPresent(asked ->
              asked.thenAccept(turn -> {
                if (turn == Turn.MINE && atOnce.tryAcquire()) {
                  Thread.ofVirtual().name("refresh").start(() -> run(key, refresh));
                }
              }));
    }
  }

  private void run(CacheKey<?> key, Runnable refresh) {
    try {
      refresh.run();
      meters.refreshed();
    } catch (RuntimeException e) {
      meters.notRefreshed();
      LOG.debug("{} was not read anew: its readers will", key.text(), e);
    } finally {
      atOnce.release();
    }
  }
}
