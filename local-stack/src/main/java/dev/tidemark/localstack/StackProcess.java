package dev.tidemark.localstack;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One program of the stack, which can be started, hurt and started again on the same ports and
/// data.
///
/// - [#start()] returns when the program *answers* by its own protocol, and fails with the end of
///   the program's log if it dies or stays silent. Starting what runs changes nothing.
/// - [#kill()], [#pause()] and [#resume()] are faults, for tests: SIGKILL, SIGSTOP, SIGCONT; of
///   what runs in a container, as much.
/// - [#stop()] ends it in good order and for good: [#revive()] leaves it alone from then on.
/// - Safe for use by several threads; a stop interrupts a start that is under way.
public abstract class StackProcess implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(StackProcess.class);

  /// Seconds are usual; a machine that is busy with other things may take its time.
  private static final Duration READY_WITHIN = Duration.ofMinutes(2);

  private static final Duration STOP_WITHIN = Duration.ofSeconds(30);
  private static final Duration PROBE_EVERY = Duration.ofMillis(50);

  private final String name;
  private volatile @Nullable Launched launched;
  private volatile boolean wanted;

  protected StackProcess(String name) {
    this.name = name;
  }

  /// Starts the program, without waiting for it.
  abstract Launched launch() throws IOException;

  /// Asks once, by the program's own protocol and without patience, whether it can do its work,
  /// whoever started it.
  public abstract boolean answers();

  /// What must be done each time when it first answers.
  protected void answered() {}

  /// The address that others use, such as `127.0.0.1:18083` or an URL.
  public abstract String address();

  public final String name() {
    return name;
  }

  public final synchronized void start() {
    wanted = true;
    startUnlessAlive();
  }

  /// Starts the program the first time only: what was killed stays dead.
  final synchronized void startOnce() {
    if (!wanted) {
      start();
    }
  }

  /// Starts again what died, unless it was stopped on purpose.
  ///
  /// @return whether it had to be started
  public final synchronized boolean revive() {
    return wanted && startUnlessAlive();
  }

  public final synchronized void restart() {
    var running = launched;
    if (running != null) {
      stop(running);
    }
    start();
  }

  public final void kill() {
    running().kill();
  }

  public final void pause() {
    running().pause();
  }

  public final void resume() {
    running().resume();
  }

  public final void stop() {
    wanted = false;
    var running = launched;
    if (running != null) {
      stop(running);
    }
  }

  @Override
  public void close() {
    stop();
  }

  public final boolean isWanted() {
    return wanted;
  }

  public final boolean isAlive() {
    var running = launched;
    return running != null && running.isAlive();
  }

  public final long pid() {
    return running().pid();
  }

  public final Instant startedAt() {
    return running().startedAt();
  }

  /// Completes with the exit code when the process that runs now ends.
  public final CompletableFuture<Integer> onExit() {
    return running().onExit();
  }

  private Launched running() {
    var running = launched;
    if (running == null) {
      throw new IllegalStateException("Expected " + name + " to be started, but it never was");
    }
    return running;
  }

  private boolean startUnlessAlive() {
    if (isAlive()) {
      return false;
    }
    long since = System.nanoTime();
    try {
      var started = launch();
      launched = started;
      awaitAnswer(started);
      LOG.info("{} ready in {} ms at {}", name, (System.nanoTime() - since) / 1_000_000, address());
      return true;
    } catch (IOException e) {
      throw new IllegalStateException("Expected " + name + " to start, but " + e.getMessage(), e);
    }
  }

  private void awaitAnswer(Launched started) {
    long deadline = System.nanoTime() + READY_WITHIN.toNanos();
    while (!answers()) {
      if (started.exitsWithin(PROBE_EVERY)) {
        throw failed("it ended with exit code " + started.onExit().join(), started);
      }
      if (!wanted || Thread.currentThread().isInterrupted()) {
        started.kill();
        throw failed("it was stopped meanwhile", started);
      }
      if (System.nanoTime() > deadline) {
        started.kill();
        throw failed("it was silent for " + READY_WITHIN.toSeconds() + " s", started);
      }
    }
    answered();
  }

  private IllegalStateException failed(String how, Launched started) {
    return new IllegalStateException(
        "Expected %s to answer at %s, but %s. The end of its log:%n%s"
            .formatted(name, address(), how, started.logTail()));
  }

  private void stop(Launched running) {
    if (running.isAlive() && !running.stop(STOP_WITHIN)) {
      LOG.warn("{} did not stop within {} s and was killed", name, STOP_WITHIN.toSeconds());
    }
  }
}
