package dev.tidemark.projection.given;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/// Looks again and again whether an assertion holds, within a bounded time.
public final class Eventually {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration LOOK_EVERY = Duration.ofMillis(10);

  /// Fails with an [AssertionError] while it does not hold.
  @FunctionalInterface
  public interface Look {
    void look() throws Exception;
  }

  private Eventually() {}

  public static void eventually(Look look) throws Exception {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try {
        look.look();
        return;
      } catch (AssertionError e) {
        if (System.nanoTime() > deadline) {
          throw e;
        }
      }
      LockSupport.parkNanos(LOOK_EVERY.toNanos());
    }
  }

  /// Fails if the assertion does not hold at any time of this span.
  public static void throughout(Duration span, Look look) throws Exception {
    long end = System.nanoTime() + span.toNanos();
    while (System.nanoTime() < end) {
      look.look();
      LockSupport.parkNanos(LOOK_EVERY.toNanos());
    }
  }
}
