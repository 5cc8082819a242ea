package dev.tidemark.operator;

import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.ExitCode;

/// Says where the system is that runs already; waits for one that another invocation is starting.
final class AlreadyRunning {
  private static final long LOOK_EVERY_MS = 50;

  private final Start start;
  private final PrintWriter out;

  AlreadyRunning(Start start, PrintWriter out) {
    this.start = start;
    this.out = out;
  }

  int run() {
    if (start.fresh()) {
      throw new Failure(
          ExitCode.SOFTWARE,
          "Expected nothing to use %s, which is to be emptied, but Tidemark runs on it: stop it with tidemark down"
              .formatted(start.data().root()));
    }
    var system = awaited();
    out.println("Tidemark runs already.");
    new Addresses(system.seenFrom(start.data()), start.data()).print(out);
    return ExitCode.OK;
  }

  private RunningSystem awaited() {
    var run = start.run();
    Optional<ProcessHandle> owner = run.owner();
    while (owner.isPresent()) {
      var system = run.published();
      if (system.isPresent()) {
        return system.get();
      }
      owner = owner.filter(process -> !endsSoon(process));
    }
    throw new Failure(
        ExitCode.SOFTWARE,
        "Expected the other invocation of tidemark up to succeed, but it ended. Try again.");
  }

  private static boolean endsSoon(ProcessHandle process) {
    try {
      process.onExit().get(LOOK_EVERY_MS, TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException stillThere) {
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }
}
