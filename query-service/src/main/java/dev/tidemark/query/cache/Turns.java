package dev.tidemark.query.cache;

import dev.tidemark.query.cache.CacheMeters.Waited;
import dev.tidemark.views.cache.CacheScripts.Turn;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/// Of several instances that lack the same value, one reads it from the database and the others
/// wait for what it fills in. Nothing depends on it but the load of the database: whoever has
/// waited long enough, or gets no answer from Redis, reads the database too. Thread-safe.
///
/// Within this process one asks for the turn for all who want the same.
final class Turns {
  private static final Duration PAUSE = Duration.ofMillis(4);

  private final RedisCache cache;
  private final Duration waitMax;
  private final CacheMeters meters;
  private final SingleFlight<String, Boolean> waits;

  /// @param waitMax as long as a turn lasts; zero if nobody waits for others
  Turns(RedisCache cache, Duration waitMax, CacheMeters meters) {
    this.cache = cache;
    this.waitMax = waitMax;
    this.meters = meters;
    this.waits = new SingleFlight<>(meters::joinedWait);
  }

  /// @return whether somebody has filled it, so that it is worth looking again; else it must be
  ///   read from the database
  boolean filledMeanwhile(String key) {
    return !waitMax.isZero() && waits.once(key, () -> await(key));
  }

  private boolean await(String key) {
    long begun = System.nanoTime();
    long deadline = begun + waitMax.toNanos();
    Optional<Turn> turn = cache.claim(key, waitMax);
    while (turn.filter(Turn.ANOTHERS::equals).isPresent()
        && System.nanoTime() + PAUSE.toNanos() < deadline) {
      LockSupport.parkNanos(PAUSE.toNanos());
      turn = cache.claim(key, waitMax);
    }
    meters.waited(turn.map(Turns::waited).orElse(Waited.NO_ANSWER), System.nanoTime() - begun);
    return turn.filter(Turn.NOBODYS::equals).isPresent();
  }

  private static Waited waited(Turn turn) {
    return switch (turn) {
      case NOBODYS -> Waited.FILLED;
      case MINE -> Waited.MINE;
      case ANOTHERS -> Waited.IN_VAIN;
    };
  }
}
