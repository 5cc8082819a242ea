package dev.tidemark.operator.load;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// Keeps all lanes together to at most so many commands a second. Thread-safe.
final class Pace {
  /// Requests this small make a slow pace an even one.
  private static final int REQUESTS_PER_SECOND = 10;

  private final int perSecondMax;
  private long nextFree = System.nanoTime();

  /// @param perSecondMax 0 for as many as the system takes
  Pace(int perSecondMax) {
    this.perSecondMax = perSecondMax;
  }

  int linesMax() {
    return perSecondMax == 0 ? Integer.MAX_VALUE : Math.max(1, perSecondMax / REQUESTS_PER_SECOND);
  }

  /// Returns when so many commands may be sent.
  void await(int commands) throws InterruptedException {
    if (perSecondMax == 0) {
      return;
    }
    long start = reserve(commands);
    for (long left = start - System.nanoTime(); left > 0; left = start - System.nanoTime()) {
      LockSupport.parkNanos(left);
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
    }
  }

  private synchronized long reserve(int commands) {
    long start = Math.max(nextFree, System.nanoTime());
    nextFree = start + TimeUnit.SECONDS.toNanos(commands) / perSecondMax;
    return start;
  }
}
