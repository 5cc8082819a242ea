package dev.tidemark.operator;

import dev.tidemark.localstack.system.SystemPorts;
import dev.tidemark.operator.verb.DataOption;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "up",
    description = {
      "Starts the whole system and stays until Ctrl-C or SIGTERM, which stop it in good order.",
      "A process that dies meanwhile is started again. Builds first if sources are newer than the"
          + " build. Says so if the system runs already."
    },
    sortOptions = false,
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:all is ready (--detach), or it ran already",
      "1:something did not start",
      "2:the command line is wrong",
      "4:a port is taken",
      "10:a JDK or Maven is missing",
      "11:the build failed",
      "130, 143:stopped by Ctrl-C or SIGTERM"
    })
final class Up implements Callable<Integer> {
  /// As in the launcher script.
  private static final int MUST_BUILD_FIRST = 12;

  @Option(names = "--detach", description = "Return when all is ready, and leave it running.")
  private boolean detach;

  @Option(names = "--fresh", description = "Delete all data first.")
  private boolean fresh;

  @Option(
      names = "--port-base",
      paramLabel = "PORT",
      defaultValue = "18080",
      description = {
        "The first of seven ports (default: ${DEFAULT-VALUE}): command, query and projection"
            + " service, Kafka, its controller, PostgreSQL, Redis; those of further command"
            + " services follow, and /metrics of a command or query service is 20 above its own."
            + " 0 takes free ones."
      })
  private int portBase;

  @Option(
      names = "--command-instances",
      paramLabel = "N",
      description = {
        "How many command services, 1 to 9 (default: 1). They share four shards, so a fifth stands"
            + " by. Each takes any command. May be another number at each start."
      })
  private @Nullable Integer commandInstances;

  @Option(
      names = "--stale",
      hidden = true,
      description = "By the launcher script: build first, unless the system runs already.")
  private boolean stale;

  @Mixin private DataOption data;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    var out = spec.commandLine().getOut();
    int commands = commandInstances == null ? 1 : commandInstances;
    requireBetween(1, SystemPorts.COMMANDS_MAX, "--command-instances", commands);
    requireBetween(0, SystemPorts.baseMax(commands), "--port-base", portBase);
    var start = new Start(data.directory(), fresh, portBase, commandInstances);
    if (stale && start.run().owner().isEmpty()) {
      return MUST_BUILD_FIRST;
    }
    return detach ? new Background(start, out).run() : new Foreground(start, out).run();
  }

  private void requireBetween(int least, int most, String option, int value) {
    if (value < least || value > most) {
      throw new ParameterException(
          spec.commandLine(),
          "Expected %s from %d to %d, but was %d".formatted(option, least, most, value));
    }
  }
}
