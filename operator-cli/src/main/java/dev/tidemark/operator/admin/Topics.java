package dev.tidemark.operator.admin;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "topics",
    description = "Looks at the topics of the log.",
    synopsisSubcommandLabel = "WHAT",
    mixinStandardHelpOptions = true,
    subcommands = TopicsCheck.class)
public final class Topics implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Expected what to do, such as check");
  }
}
