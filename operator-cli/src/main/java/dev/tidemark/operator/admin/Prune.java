package dev.tidemark.operator.admin;

import dev.tidemark.operator.verb.ExitCode;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

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
      var generations = client.get(GenerationOption.ALL);
      var looks = new Looks(client, GenerationOption.ALL);
      while (isUnderWay(generations, wanted)) {
        generations = looks.next(generations);
      }
      if (options.json()) {
        options.print(generations);
      } else {
        options.out().println(wanted.isEmpty() ? "Nothing to prune." : "Pruned " + wanted + ".");
        options.out().flush();
      }
      return ExitCode.OK;
    }
  }

  /// Others may be pruned at the same time.
  private static boolean isUnderWay(JsonNode generations, List<Integer> wanted) {
    return !Collections.disjoint(numbers(GenerationOption.in(generations, "pruning")), wanted);
  }

  private static List<Integer> needless(AdminClient client) throws InterruptedException {
    return numbers(GenerationOption.in(client, "standby", "cancelled"));
  }

  private static List<Integer> numbers(List<JsonNode> generations) {
    return generations.stream().map(each -> each.path("generation").asInt()).toList();
  }
}
