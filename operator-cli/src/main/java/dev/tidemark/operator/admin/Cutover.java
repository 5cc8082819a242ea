package dev.tidemark.operator.admin;

import dev.tidemark.operator.verb.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "cutover",
    description = {
      "Lets another generation serve, rows and cache at once. No request fails.",
      "The one that served stays, and follows the log: tidemark rollback lets it serve again."
    },
    sortOptions = false,
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:it serves",
      "2:the command line is wrong",
      "3:no system runs, and no --url was given",
      "6:the service does not answer",
      "7:refused: it was not compared, or differs, or is not as far; or it cannot serve"
    })
public final class Cutover implements Callable<Integer> {
  @Option(
      names = "--force",
      description = "Even if it was not compared, differs, or is not as far.")
  private boolean force;

  @Mixin private GenerationOption generation;
  @Mixin private AdminOptions options;

  @Override
  public Integer call() throws InterruptedException {
    try (var client = options.client()) {
      Rebuild.say(client.post(generation.path(client) + "/cutover?force=" + force, ""), options);
      return ExitCode.OK;
    }
  }
}
