package dev.tidemark.operator.admin;

import dev.tidemark.operator.verb.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "pause",
    description = "Holds a rebuild. What is done is kept.",
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:it is paused",
      "2:the command line is wrong",
      "3:no system runs, and no --url was given",
      "6:the service does not answer",
      "7:refused, such as while no rebuild is under way"
    })
final class RebuildPause implements Callable<Integer> {
  @Mixin private GenerationOption generation;
  @Mixin private AdminOptions options;

  @Override
  public Integer call() throws InterruptedException {
    try (var client = options.client()) {
      Rebuild.say(client.post(generation.path(client) + "/pause", ""), options);
      return ExitCode.OK;
    }
  }
}
