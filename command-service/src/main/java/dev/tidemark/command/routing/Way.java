package dev.tidemark.command.routing;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Tells, again and again, where to try next. Trying again is safe: it is the same key.
///
/// Not thread-safe.
public final class Way {
  /// Before an owner that did not answer, or did not feel responsible, is asked again.
  private static final Duration RETRY_PAUSE = Duration.ofMillis(50);

  private final Router router;
  private final int shard;
  private final Parking parking;
  private long seen;
  private boolean hasTried;

  Way(Router router, int shard, Instant deadline) {
    this.router = router;
    this.shard = shard;
    this.parking = router.parking(deadline);
  }

  /// @return empty if nobody was found in time
  public Optional<Destination> next() throws InterruptedException {
    if (hasTried && !parking.await(seen, RETRY_PAUSE)) {
      return Optional.empty();
    }
    while (true) {
      seen = router.changesSoFar();
      Optional<Destination> best = router.best(shard);
      if (best.isPresent()) {
        hasTried = true;
        return best;
      }
      if (!parking.await(seen, RETRY_PAUSE)) {
        return Optional.empty();
      }
    }
  }
}
