package dev.tidemark.query;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/// Asks again until the answer is the one awaited.
public final class Eventually {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration PAUSE = Duration.ofMillis(10);

  private Eventually() {}

  public static <T> T until(Callable<T> question, Predicate<T> awaited) throws Exception {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    T answer = question.call();
    while (!awaited.test(answer)) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("Still not as awaited after " + PATIENCE + ": " + answer);
      }
      LockSupport.parkNanos(PAUSE.toNanos());
      answer = question.call();
    }
    return answer;
  }
}
