package dev.tidemark.runtime;

import dev.tidemark.runtime.health.Health;
import dev.tidemark.runtime.health.Health.Phase;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What a process has opened, closed in reverse. Opening happens on one thread; closing may be
/// asked for from any, and happens once.
public final class Lifecycle implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Lifecycle.class);

  private record Opened(String name, AutoCloseable resource) {}

  private final Health health = new Health();
  private final Deque<Opened> opened = new ArrayDeque<>();
  private final CountDownLatch failed = new CountDownLatch(1);
  private boolean closed;

  /// Takes over the closing of `resource`.
  ///
  /// @return the resource
  public synchronized <T extends AutoCloseable> T add(String name, T resource) {
    if (closed) {
      close(new Opened(name, resource));
      throw new StartupException("Stopped before it had started");
    }
    opened.push(new Opened(name, resource));
    return resource;
  }

  public Health health() {
    return health;
  }

  /// A worker cannot go on: ends the process with an error, closing everything first.
  public void fail(String reason, Throwable cause) {
    LOG.error("Stopping: {}", reason, cause);
    failed.countDown();
  }

  /// Returns when [#fail] was called.
  void awaitFailure() throws InterruptedException {
    failed.await();
  }

  /// Closes everything in reverse order, whatever fails on the way.
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    health.become(Phase.STOPPING, "asked to stop");
    while (!opened.isEmpty()) {
      close(opened.pop());
    }
  }

  private static void close(Opened one) {
    try {
      one.resource().close();
      LOG.debug("Closed {}", one.name());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      LOG.warn("Closing {} was interrupted", one.name());
    } catch (Exception e) {
      LOG.warn("Closing {} failed; going on with the rest", one.name(), e);
    }
  }
}
