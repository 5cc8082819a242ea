package dev.tidemark.localstack.system;

import dev.tidemark.localstack.StackProcess;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Starts again what dies, for as long as it is open, each process by itself: at once the first
/// time, then later and later while it keeps dying. A process that is stopped on purpose is left
/// alone from then on.
public final class Supervisor implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Supervisor.class);

  private final List<? extends StackProcess> processes;
  private final Consumer<? super StackProcess> revived;
  private final CountDownLatch closing = new CountDownLatch(1);

  /// @param processes those to look after, which have been started
  /// @param revived told of each that was started again, by one thread at a time per process
  public Supervisor(
      List<? extends StackProcess> processes, Consumer<? super StackProcess> revived) {
    this.processes = processes;
    this.revived = revived;
  }

  public Supervisor start() {
    for (var process : processes) {
      Thread.ofVirtual().name("watch-" + process.name()).start(() -> watch(process));
    }
    return this;
  }

  /// Ends the watch; the processes run on.
  @Override
  public void close() {
    closing.countDown();
  }

  private void watch(StackProcess process) {
    var backOff = new BackOff();
    while (true) {
      long since = System.nanoTime();
      long pid = process.pid();
      int exitCode = process.onExit().join();
      var delay = backOff.after(Duration.ofNanos(System.nanoTime() - since));
      if (!process.isWanted()) {
        return;
      }
      LOG.warn(
          "{} (process {}) ended with exit code {}; starting it again in {} ms",
          process.name(),
          pid,
          exitCode,
          delay.toMillis());
      if (closesWithin(delay)) {
        return;
      }
      revive(process);
    }
  }

  private void revive(StackProcess process) {
    try {
      if (process.revive()) {
        LOG.info("{} runs again (process {})", process.name(), process.pid());
        revived.accept(process);
      }
    } catch (RuntimeException e) {
      LOG.error("{} did not start again: {}", process.name(), e.getMessage());
    }
  }

  private boolean closesWithin(Duration delay) {
    try {
      return closing.await(delay.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }
}
