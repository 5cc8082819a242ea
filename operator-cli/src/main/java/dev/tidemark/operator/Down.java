package dev.tidemark.operator;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
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
  private static final int STOPS_WITHIN_S = 40;

  @Mixin private DataOption data;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException, ExecutionException {
    var out = spec.commandLine().getOut();
    var owner = data.run().owner();
    if (owner.isEmpty()) {
      out.println("Tidemark does not run.");
      return ExitCode.OK;
    }
    long since = System.nanoTime();
    owner.get().destroy();
    try {
      owner.get().onExit().get(STOPS_WITHIN_S, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      owner.get().destroyForcibly();
      throw new Failure(
          ExitCode.SOFTWARE,
          "Expected process %d to end within %d s, but it did not and was killed"
              .formatted(owner.get().pid(), STOPS_WITHIN_S));
    }
    out.printf("Stopped in %.1f s.%n", (System.nanoTime() - since) / 1e9);
    return ExitCode.OK;
  }
}
