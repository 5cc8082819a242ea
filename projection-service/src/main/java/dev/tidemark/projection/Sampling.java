package dev.tidemark.projection;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Has those meters looked after, every few seconds, that must ask somebody: so a scrape never
/// waits for a store. One that cannot be asked keeps none of the others from being asked.
final class Sampling implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Sampling.class);
  private static final Duration LOOK_EVERY = Duration.ofSeconds(5);
  private static final Duration CLOSE_MAX = Duration.ofSeconds(2);

  private final Map<String, Runnable> looks;
  private final CountDownLatch stop = new CountDownLatch(1);
  private final Thread thread;

  private Sampling(Map<String, Runnable> looks) {
    this.looks = new LinkedHashMap<>(looks);
    this.thread = Thread.ofPlatform().name("projection-meters").daemon().unstarted(this::run);
  }

  /// @param looks by what is looked at; each waits within bounds
  static Sampling start(Map<String, Runnable> looks) {
    var sampling = new Sampling(looks);
    sampling.thread.start();
    return sampling;
  }

  @Override
  public void close() {
    stop.countDown();
    try {
      if (!thread.join(CLOSE_MAX)) {
        LOG.debug("Meters were still being looked after: they only read");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      do {
        looks.forEach(this::look);
      } while (!stop.await(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void look(String what, Runnable look) {
    if (stop.getCount() == 0) {
      return;
    }
    try {
      look.run();
    } catch (RuntimeException e) {
      LOG.debug("The {} cannot be measured now", what, e);
    }
  }
}
