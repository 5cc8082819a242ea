package dev.tidemark.query.store;

import dev.tidemark.query.store.StoreUnavailableException.Why;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// How many may do something at once. Others wait, first come first served and not for long.
final class Bulkhead {
  private final Semaphore places;
  private final Duration waitMax;

  Bulkhead(int atOnceMax, Duration waitMax) {
    this.places = new Semaphore(atOnceMax, true);
    this.waitMax = waitMax;
  }

  /// @throws StoreUnavailableException if there was no turn in time
  <T> T within(Supplier<T> work) {
    take();
    try {
      return work.get();
    } finally {
      places.release();
    }
  }

  private void take() {
    try {
      if (!places.tryAcquire(waitMax.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new StoreUnavailableException(
            Why.BUSY, "Expected a turn at PostgreSQL, but too many are waiting");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreUnavailableException(Why.BUSY, "Interrupted while waiting for a turn", e);
    }
  }
}
