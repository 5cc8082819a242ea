package dev.tidemark.operator;

import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "completion",
    description = {
      "Prints the completion script for bash. To use it in a shell:",
      "  source <(./tidemark completion)"
    },
    mixinStandardHelpOptions = true)
final class Completion implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    var out = spec.commandLine().getOut();
    out.print(AutoComplete.bash("tidemark", spec.root().commandLine()));
    out.flush();
  }
}
