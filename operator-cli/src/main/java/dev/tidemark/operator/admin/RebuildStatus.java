package dev.tidemark.operator.admin;

import dev.tidemark.operator.verb.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "status",
    description = "Shows all generations, and how far they are.",
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:they are shown",
      "2:the command line is wrong",
      "3:no system runs, and no --url was given",
      "6:the service does not answer"
    })
final class RebuildStatus implements Callable<Integer> {
  @Mixin private AdminOptions options;

  @Override
  public Integer call() throws InterruptedException {
    try (var client = options.client()) {
      if (options.json()) {
        options.print(client.get("/v1/admin/generations"));
      } else {
        Rebuild.print(GenerationOption.all(client), options);
      }
      return ExitCode.OK;
    }
  }
}
