package dev.tidemark.operator;

import dev.tidemark.operator.load.LoadReport;
import dev.tidemark.operator.load.RetailLoad;
import dev.tidemark.operator.progress.ProgressDisplay;
import dev.tidemark.operator.verb.DataOption;
import dev.tidemark.operator.verb.ExitCode;
import dev.tidemark.operator.verb.Failure;
import dev.tidemark.operator.verb.RunningUrls;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "retail",
    description = {
      "Loads a file of retail invoices: registers customers, places and pays orders, refunds credit"
          + " notes.",
      "May be interrupted and run again: what was loaded before is not loaded twice."
    },
    sortOptions = false,
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:all lines are loaded, or refused for a reason that the summary counts",
      "1:the file cannot be read, or the system did not take the load to its end",
      "2:the command line is wrong",
      "3:no system runs, and no --url was given"
    })
final class LoadRetail implements Callable<Integer> {
  private static final int CONCURRENCY_MAX = 64;

  @Parameters(paramLabel = "FILE", description = "CSV in UTF-8, as it is or gzipped.")
  private Path file = Path.of("");

  @Option(
      names = "--url",
      paramLabel = "URL",
      description =
          "A command service, of which there may be several (default: those of the running"
              + " system).")
  private List<URI> urls = List.of();

  @Option(names = "--json", description = "The summary for scripts.")
  private boolean json;

  @Option(
      names = "--refused-file",
      paramLabel = "FILE",
      description =
          "Where lines that came to nothing are listed (default: retail-refused.csv in the data"
              + " directory).")
  private @Nullable Path refusedFile;

  @Option(
      names = "--concurrency",
      paramLabel = "N",
      description = "Requests under way at once (default: ${DEFAULT-VALUE}).")
  private int concurrency = 4;

  @Option(
      names = "--commands-per-second",
      paramLabel = "N",
      description = "Leave room for others (default: as many as the system takes).")
  private int commandsPerSecondMax;

  @Option(
      names = "--give-up-after",
      paramLabel = "SECONDS",
      description = "Without a single answer for so long, give up (default: ${DEFAULT-VALUE}).")
  private int giveUpAfterSeconds = 600;

  @Mixin private DataOption data;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException {
    requireAtLeast(1, "--concurrency", concurrency);
    requireAtLeast(0, "--commands-per-second", commandsPerSecondMax);
    requireAtLeast(1, "--give-up-after", giveUpAfterSeconds);
    if (concurrency > CONCURRENCY_MAX) {
      throw wrong("--concurrency to be at most " + CONCURRENCY_MAX, concurrency);
    }
    var load =
        new RetailLoad(
            urls.isEmpty() ? RunningUrls.of(data).commands() : urls,
            file,
            refusedFile != null ? refusedFile : defaultRefusedFile(),
            concurrency,
            Duration.ofSeconds(giveUpAfterSeconds),
            commandsPerSecondMax);
    var report = run(load);
    spec.commandLine().getOut().println(json ? report.toJson() : report.toText());
    return ExitCode.OK;
  }

  private LoadReport run(RetailLoad load) throws InterruptedException {
    var display = ProgressDisplay.on(spec.commandLine().getErr());
    try {
      return load.run(display);
    } catch (IOException e) {
      throw Failure.reading(file, "load", e);
    }
  }

  private Path defaultRefusedFile() {
    var directory = data.directory().root();
    return (Files.isDirectory(directory) ? directory : Path.of("")).resolve("retail-refused.csv");
  }

  private void requireAtLeast(int least, String option, int value) {
    if (value < least) {
      throw wrong(option + " to be at least " + least, value);
    }
  }

  private ParameterException wrong(String expected, int value) {
    return new ParameterException(
        spec.commandLine(), "Expected %s, but was %d".formatted(expected, value));
  }
}
