package dev.tidemark.operator;

import dev.tidemark.operator.figures.Comparison;
import dev.tidemark.operator.figures.ExpectedFigures;
import dev.tidemark.operator.figures.QueryFigures;
import dev.tidemark.operator.verb.DataOption;
import dev.tidemark.operator.verb.ExitCode;
import dev.tidemark.operator.verb.Failure;
import dev.tidemark.operator.verb.RunningUrls;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "verify-figures",
    description =
        "Computes the figures of a retail load from the query API and prints each beside the"
            + " expected one.",
    sortOptions = false,
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:every figure is as expected",
      "1:some figure is not, or could not be computed",
      "2:the command line is wrong",
      "3:no system runs, and no --url was given"
    })
final class VerifyFigures implements Callable<Integer> {
  @Parameters(paramLabel = "FILE", description = "The expected figures, as JSON.")
  private Path file = Path.of("");

  @Option(
      names = "--url",
      paramLabel = "URL",
      description = "The query service (default: that of the running system).")
  private @Nullable URI url;

  @Option(
      names = "--consistency-token",
      paramLabel = "TOKEN",
      description = "As the load printed it: its last command is seen for certain.")
  private String token = "";

  @Mixin private DataOption data;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException {
    try {
      var expected = ExpectedFigures.read(file);
      var query = new QueryFigures(url != null ? url : RunningUrls.of(data).query(), token);
      var comparison = Comparison.of(expected, query.compute());
      var out = spec.commandLine().getOut();
      comparison.print(out);
      if (!comparison.isEqual() && token.isEmpty()) {
        out.println("Without --consistency-token, the views may only be behind the load.");
      }
      return comparison.isEqual() ? ExitCode.OK : ExitCode.FAILED;
    } catch (IOException e) {
      throw Failure.reading(file, "compare all figures with", e);
    }
  }
}
