package dev.tidemark.operator;

import dev.tidemark.operator.admin.Cutover;
import dev.tidemark.operator.admin.Diff;
import dev.tidemark.operator.admin.Export;
import dev.tidemark.operator.admin.Import;
import dev.tidemark.operator.admin.Lag;
import dev.tidemark.operator.admin.Parked;
import dev.tidemark.operator.admin.Prune;
import dev.tidemark.operator.admin.Rebuild;
import dev.tidemark.operator.admin.Replay;
import dev.tidemark.operator.admin.Rollback;
import dev.tidemark.operator.admin.ShardList;
import dev.tidemark.operator.admin.Show;
import dev.tidemark.operator.admin.Tail;
import dev.tidemark.operator.admin.Topics;
import dev.tidemark.operator.admin.Verify;
import dev.tidemark.operator.verb.Failure;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// Reads the command line and hands it to the verb that it names.
@Command(
    name = "tidemark",
    description = "Runs Tidemark on this machine: Kafka, PostgreSQL, Redis and the three services.",
    synopsisSubcommandLabel = "VERB",
    commandListHeading = "%nVerbs:%n",
    mixinStandardHelpOptions = true,
    version = "tidemark 0.1.0",
    subcommands = {
      Up.class,
      Status.class,
      Down.class,
      Logs.class,
      Load.class,
      VerifyFigures.class,
      Lag.class,
      ShardList.class,
      Topics.class,
      Show.class,
      Tail.class,
      Export.class,
      Import.class,
      Parked.class,
      Replay.class,
      Verify.class,
      Rebuild.class,
      Diff.class,
      Cutover.class,
      Rollback.class,
      Prune.class,
      Apart.Bench.class,
      Apart.Chaos.class,
      Completion.class
    },
    footer = {"", "tidemark VERB --help says more about each."})
public final class Main implements Runnable {
  @Spec private CommandSpec spec;

  private Main() {}

  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  static CommandLine commandLine() {
    return new CommandLine(new Main()).setExecutionExceptionHandler(Failure::report);
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Expected a verb, but there is none");
  }
}
