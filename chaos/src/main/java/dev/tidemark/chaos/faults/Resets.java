package dev.tidemark.chaos.faults;

import dev.tidemark.localstack.FaultProxy;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Ends the connections of a link again and again.
final class Resets implements Fault {
  private final FaultProxy proxy;
  private final Duration every;
  private final CountDownLatch ended = new CountDownLatch(1);

  Resets(FaultProxy proxy, Duration every) {
    this.proxy = proxy;
    this.every = every;
  }

  @Override
  public void begin() {
    Thread.ofVirtual().name("resets").start(this::reset);
  }

  @Override
  public void end() {
    ended.countDown();
  }

  private void reset() {
    try {
      do {
        proxy.reset();
      } while (!ended.await(every.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
