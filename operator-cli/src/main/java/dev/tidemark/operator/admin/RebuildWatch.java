package dev.tidemark.operator.admin;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "watch",
    description = "Shows how far a rebuild is until it is as far as what serves.",
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:it is as far as what serves",
      "2:the command line is wrong",
      "3:no system runs, and no --url was given",
      "5:it was paused or cancelled meanwhile",
      "6:the service does not answer",
      "7:refused, such as while no rebuild is under way"
    })
final class RebuildWatch implements Callable<Integer> {
  @Mixin private GenerationOption generation;
  @Mixin private AdminOptions options;

  @Override
  public Integer call() throws InterruptedException {
    try (var client = options.client()) {
      return Rebuild.watch(client, generation.number(client), options);
    }
  }
}
