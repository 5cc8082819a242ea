package dev.tidemark.operator;

import dev.tidemark.operator.running.ProcessIdentity;
import dev.tidemark.operator.verb.DataOption;
import dev.tidemark.operator.verb.ExitCode;
import dev.tidemark.operator.verb.Failure;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "down",
    description = "Stops the system in good order. The data stays.",
    sortOptions = false,
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:nothing runs any more, or nothing ran",
      "1:it could not be stopped in good order and was killed",
      "2:the command line is wrong"
    })
final class Down implements Callable<Integer> {
  /// Longer than the system gives its processes, one row after the other.
  private static final Duration STOPS_WITHIN = Duration.ofSeconds(40);

  @Mixin private DataOption data;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    var out = spec.commandLine().getOut();
    var run = data.run();
    var owner = run.owner();
    if (owner.isEmpty()) {
      out.println("Tidemark does not run.");
      return ExitCode.OK;
    }
    long since = System.nanoTime();
    // Not only until it says that it has stopped: the next one needs it gone.
    var identity = ProcessIdentity.of(owner.get());
    owner.get().destroy();
    while (identity.alive().isPresent()) {
      if (System.nanoTime() - since > STOPS_WITHIN.toNanos()) {
        owner.get().destroyForcibly();
        throw new Failure(
            ExitCode.FAILED,
            "Expected process %d to end within %d s, but it did not and was killed"
                .formatted(owner.get().pid(), STOPS_WITHIN.toSeconds()));
      }
      run.awaitChange(owner.get());
    }
    out.printf("Stopped in %.1f s.%n", (System.nanoTime() - since) / 1e9);
    return ExitCode.OK;
  }
}
