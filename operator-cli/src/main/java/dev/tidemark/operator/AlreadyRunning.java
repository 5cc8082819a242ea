package dev.tidemark.operator;

import dev.tidemark.operator.running.RunningSystem;
import dev.tidemark.operator.verb.ExitCode;
import dev.tidemark.operator.verb.Failure;
import java.io.PrintWriter;

/// Says where the system is that runs already; waits for one that another invocation is starting.
final class AlreadyRunning {
  private final Start start;
  private final PrintWriter out;

  AlreadyRunning(Start start, PrintWriter out) {
    this.start = start;
    this.out = out;
  }

  int run() {
    if (start.fresh()) {
      throw new Failure(
          ExitCode.FAILED,
          "Expected nothing to use %s, which is to be emptied, but Tidemark runs on it: stop it with tidemark down"
              .formatted(start.data().root()));
    }
    var system = awaited();
    int running = system.ports().commands().size();
    var wanted = start.commandInstances();
    if (wanted != null && wanted != running) {
      throw new Failure(
          ExitCode.FAILED,
          "Expected to run %d command services, but Tidemark runs already, with %d: stop it with tidemark down first"
              .formatted(wanted, running));
    }
    out.println("Tidemark runs already.");
    new Addresses(system.seenFrom(start.data()), start.data()).print(out);
    return ExitCode.OK;
  }

  private RunningSystem awaited() {
    var run = start.run();
    for (var owner = run.owner(); owner.isPresent(); owner = run.owner()) {
      var system = run.published();
      if (system.isPresent()) {
        return system.get();
      }
      run.awaitChange(owner.get());
    }
    throw new Failure(
        ExitCode.FAILED,
        "Expected the other invocation of tidemark up to succeed, but it ended. Try again.");
  }
}
