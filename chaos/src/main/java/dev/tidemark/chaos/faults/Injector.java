package dev.tidemark.chaos.faults;

import dev.tidemark.chaos.history.HistoryEntry.FaultBegun;
import dev.tidemark.chaos.history.HistoryEntry.FaultEnded;
import dev.tidemark.chaos.history.HistoryWriter;
import dev.tidemark.chaos.system.ChaosSystem;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Does to a system what is planned, writes down when, and undoes it. A process that dies of itself
/// meanwhile is started again, as whoever looks after it would do, and counted.
public final class Injector implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Injector.class);

  /// For a target that still recovers from what was done to it before.
  private static final Duration FREE_WITHIN = Duration.ofSeconds(30);

  /// A process that starts on a busy machine while its servers are away, several times.
  private static final Duration UNDONE_WITHIN = Duration.ofMinutes(10);

  private static final Duration WATCHED_EVERY = Duration.ofMillis(500);

  private final ChaosSystem system;
  private final HistoryWriter history;
  private final LongSupplier now;
  private final Claims claims = new Claims();
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final CountDownLatch closing = new CountDownLatch(1);
  private final List<Thread> begun = new CopyOnWriteArrayList<>();
  private final List<Injected> injected = new ArrayList<>();
  private final List<String> died = new ArrayList<>();

  /// @param now ns since the run began
  public Injector(ChaosSystem system, HistoryWriter history, LongSupplier now) {
    this.system = system;
    this.history = history;
    this.now = now;
  }

  /// Returns when the last fault has begun, or [#stop] was called.
  public void run(Schedule schedule) throws InterruptedException {
    Thread.ofVirtual().name("keeper").start(this::keep);
    for (var planned : schedule.faults()) {
      if (stopping.await(planned.at().toNanos() - now.getAsLong(), TimeUnit.NANOSECONDS)) {
        return;
      }
      begun.add(Thread.ofVirtual().name("fault-" + planned.number()).start(() -> inject(planned)));
    }
  }

  /// What has begun is undone at once, and nothing more begins.
  public void stop() {
    stopping.countDown();
  }

  /// Returns when everything is undone.
  public void awaitUndone() throws InterruptedException {
    for (var fault : begun) {
      if (!fault.join(UNDONE_WITHIN)) {
        throw new IllegalStateException(
            "Expected all faults to be undone within %s, but %s is not"
                .formatted(UNDONE_WITHIN, fault.getName()));
      }
    }
  }

  /// In the order in which they ended.
  public synchronized List<Injected> injected() {
    return List.copyOf(injected);
  }

  /// The processes that ended though nobody had ended them, each time.
  public synchronized List<String> died() {
    return List.copyOf(died);
  }

  /// Processes that die are not looked after any more.
  @Override
  public void close() {
    stopping.countDown();
    closing.countDown();
  }

  private void inject(Planned planned) {
    try {
      if (!claims.claim(planned.claim(), FREE_WITHIN)) {
        long at = now.getAsLong();
        add(new Injected(planned, at, at, "not done: its target was not free"));
        return;
      }
      try {
        doAndUndo(planned);
      } finally {
        claims.release(planned.claim());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void doAndUndo(Planned planned) throws InterruptedException {
    var fault = Faults.of(planned, system);
    long begunAt = now.getAsLong();
    history.write(
        new FaultBegun(planned.number(), planned.kind().label(), planned.target(), begunAt));
    LOG.info("{} {}: {} ms", planned.kind().label(), planned.target(), planned.lasts().toMillis());
    String trouble = trouble(fault::begin);
    boolean _ = stopping.await(planned.lasts().toMillis(), TimeUnit.MILLISECONDS);
    String troubleAfter = trouble(fault::end);
    long endedAt = now.getAsLong();
    history.write(new FaultEnded(planned.number(), endedAt));
    add(new Injected(planned, begunAt, endedAt, trouble == null ? troubleAfter : trouble));
  }

  private interface Deed {
    void act() throws IOException;
  }

  private static @Nullable String trouble(Deed deed) {
    try {
      deed.act();
      return null;
    } catch (IOException | RuntimeException e) {
      LOG.warn("A fault did not go as planned", e);
      return String.valueOf(e.getMessage());
    }
  }

  private synchronized void add(Injected one) {
    injected.add(one);
  }

  private void keep() {
    try {
      while (!closing.await(WATCHED_EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
        for (var name : system.names()) {
          if (claims.claim(name, Duration.ZERO)) {
            Thread.ofVirtual().name("keep-" + name).start(() -> revive(name));
          }
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void revive(String name) {
    try {
      var process = system.process(name);
      if (!process.isAlive() && closing.getCount() > 0) {
        LOG.warn("{} ended, though nobody had ended it", name);
        synchronized (this) {
          died.add(name);
        }
        Restart.of(process);
      }
    } catch (IllegalStateException e) {
      LOG.error("{} does not start again", name, e);
    } finally {
      claims.release(name);
    }
  }
}
