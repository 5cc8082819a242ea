package dev.tidemark.operator;

import dev.tidemark.localstack.Profile;
import dev.tidemark.localstack.system.Supervisor;
import dev.tidemark.localstack.system.WholeSystem;
import dev.tidemark.operator.running.RunDirectory;
import dev.tidemark.operator.running.RunningSystem;
import dev.tidemark.operator.verb.ExitCode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.concurrent.atomic.AtomicBoolean;

/// Runs the system in the care of this JVM until the JVM is told to end.
final class Foreground {
  private final Start start;
  private final PrintWriter out;
  private final RunDirectory run;
  private final AtomicBoolean stopping = new AtomicBoolean();

  Foreground(Start start, PrintWriter out) {
    this.start = start;
    this.out = out;
    this.run = start.run();
  }

  int run() {
    boolean afterKill = run.wasKilled();
    try (var claim = run.claim()) {
      return claim == null ? new AlreadyRunning(start, out).run() : runUntilTold(afterKill);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return ExitCode.FAILED;
    }
  }

  private int runUntilTold(boolean afterKill) throws IOException, InterruptedException {
    long since = System.nanoTime();
    var ports = start.ports(afterKill);
    if (start.fresh()) {
      run.empty();
    }
    out.println("Starting…");
    out.flush();
    var system = new WholeSystem(start.data(), Profile.DURABLE, ports);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(system), "stop"));
    started(system);

    Runnable publish = () -> run.publish(RunningSystem.of(ports, system));
    publish.run();
    new Supervisor(system.processes(), _ -> publish.run()).start();

    new Welcome(system, start.data()).print(out, System.nanoTime() - since);
    out.println("\nCtrl-C stops everything.");
    out.flush();
    Thread.currentThread().join();
    return ExitCode.OK;
  }

  private void started(WholeSystem system) throws InterruptedException {
    try {
      system.start();
    } catch (IllegalStateException e) {
      if (stopping.get()) {
        // Told to end on the way: the JVM is ending already, and that was no failure.
        Thread.currentThread().join();
      }
      throw e;
    }
  }

  private void stop(WholeSystem system) {
    stopping.set(true);
    long since = System.nanoTime();
    out.println("Stopping…");
    out.flush();
    system.close();
    run.clear();
    out.printf("Stopped in %.1f s.%n", (System.nanoTime() - since) / 1e9);
    out.flush();
  }
}
