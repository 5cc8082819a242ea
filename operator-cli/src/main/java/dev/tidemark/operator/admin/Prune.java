package dev.tidemark.operator.admin;

import dev.tidemark.operator.verb.ExitCode;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "prune",
    description = {
      "Removes generations, their rows and their values. After it there is no rollback to them.",
      "Returns when nothing of them is left. Ctrl-C ends the waiting, not the removing."
    },
    sortOptions = false,
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:they are gone, or there were none",
      "2:the command line is wrong",
      "3:no system runs, and no --url was given",
      "6:the service does not answer",
      "7:refused: one serves, or is being built"
    })
public final class Prune implements Callable<Integer> {
  private static final long LOOK_EVERY_MS = 500;

  @Parameters(
      paramLabel = "GENERATION",
      description = "Which (default: all that neither serve nor are being built).")
  private List<Integer> numbers = List.of();

  @Mixin private AdminOptions options;

  @Override
  public Integer call() throws InterruptedException {
    try (var client = options.client()) {
      List<Integer> wanted = numbers.isEmpty() ? needless(client) : numbers;
      for (int number : wanted) {
        var _ = client.post(GenerationOption.path(number) + "/pruning", "");
      }
      var never = new CountDownLatch(1);
      while (!GenerationOption.in(client, "pruning").isEmpty()) {
        boolean _ = never.await(LOOK_EVERY_MS, TimeUnit.MILLISECONDS);
      }
      if (options.json()) {
        options.print(client.get("/v1/admin/generations"));
      } else {
        options.out().println(wanted.isEmpty() ? "Nothing to prune." : "Pruned " + wanted + ".");
        options.out().flush();
      }
      return ExitCode.OK;
    }
  }

  private static List<Integer> needless(AdminClient client) throws InterruptedException {
    return GenerationOption.in(client, "standby", "cancelled").stream()
        .map(each -> each.path("generation").asInt())
        .toList();
  }
}
