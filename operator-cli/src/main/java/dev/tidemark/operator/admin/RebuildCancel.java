package dev.tidemark.operator.admin;

import dev.tidemark.operator.verb.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "cancel",
    description = "Gives a rebuild up. tidemark prune removes what it left.",
    mixinStandardHelpOptions = true)
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
