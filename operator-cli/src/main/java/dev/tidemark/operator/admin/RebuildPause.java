package dev.tidemark.operator.admin;

import dev.tidemark.operator.verb.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "pause",
    description = "Holds a rebuild. What is done is kept.",
    mixinStandardHelpOptions = true)
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
