package dev.tidemark.endtoend;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/// For what another process does in its own time.
final class Wait {
  private static final Duration MOMENT = Duration.ofMillis(100);

  private Wait() {}

  static void until(String what, Duration within, BooleanSupplier condition) {
    long deadline = System.nanoTime() + within.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError(
            "Expected %s within %d s, but it was not so".formatted(what, within.toSeconds()));
      }
      aMoment();
    }
  }

  static void aMoment() {
    try {
      new CountDownLatch(1).await(MOMENT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
