package dev.tidemark.operator.admin;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "watch",
    description = "Shows how far a rebuild is until it is as far as what serves.",
    mixinStandardHelpOptions = true)
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
