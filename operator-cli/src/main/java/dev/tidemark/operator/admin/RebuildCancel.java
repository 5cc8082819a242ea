package dev.tidemark.operator.admin;

import dev.tidemark.operator.verb.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "cancel",
    description = "Gives a rebuild up. tidemark prune removes what it left.",
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:it is cancelled",
      "2:the command line is wrong",
      "3:no system runs, and no --url was given",
      "6:the service does not answer",
      "7:refused, such as while no rebuild is under way"
    })
final class RebuildCancel implements Callable<Integer> {
  @Mixin private GenerationOption generation;
  @Mixin private AdminOptions options;

  @Override
  public Integer call() throws InterruptedException {
    try (var client = options.client()) {
      Rebuild.say(client.post(generation.path(client) + "/cancellation", ""), options);
      return ExitCode.OK;
    }
  }
}
