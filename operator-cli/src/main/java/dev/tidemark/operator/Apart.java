package dev.tidemark.operator;

import dev.tidemark.operator.verb.ExitCode;
import dev.tidemark.operator.verb.Failure;
import picocli.CommandLine.Command;

/// Verbs of modules that are only built when they are asked for. The launcher script hands them
/// over before anybody comes here; they are named here for `--help` and for completion.
abstract sealed class Apart implements Runnable {
  @Command(
      name = "bench",
      description = "Measures the system beside others. ./tidemark bench --help says more.")
  static final class Bench extends Apart {}

  @Command(
      name = "chaos",
      description =
          "Hurts the system and checks that it keeps its promises. ./tidemark chaos --help says"
              + " more.")
  static final class Chaos extends Apart {}

  @Override
  public void run() {
    throw new Failure(
        ExitCode.USAGE, "Expected ./tidemark to hand this over, but it was started without it");
  }
}
