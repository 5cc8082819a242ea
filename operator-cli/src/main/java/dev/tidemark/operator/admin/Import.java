package dev.tidemark.operator.admin;

import dev.tidemark.operator.archive.Importable;
import dev.tidemark.operator.archive.Importing;
import dev.tidemark.operator.archive.Manifest;
import dev.tidemark.operator.progress.ProgressDisplay;
import dev.tidemark.operator.verb.DataOption;
import dev.tidemark.operator.verb.ExitCode;
import dev.tidemark.operator.verb.Failure;
import dev.tidemark.operator.verb.RunningUrls;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

@Command(
    name = "import",
    description = {
      "Fills an empty system from the files of an export: the same events, as they stand there.",
      "The files are checked first. Commands are turned away until all events are there. May be"
          + " interrupted and run again: it goes on where it was; run once more, it changes"
          + " nothing."
    },
    sortOptions = false,
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:all events are in the system",
      "1:the files cannot be read",
      "2:the command line is wrong",
      "3:no system runs, and no --url was given",
      "6:the service does not answer: run it again",
      "7:the system holds something else than a beginning of this archive",
      "8:the files are not as their manifest says, or hold what is no event; nothing was written"
    })
public final class Import implements Callable<Integer> {
  private static final int LINES_MAX = 1_000;

  @Parameters(paramLabel = "DIR", description = "Where the files are.")
  private Path directory = Path.of("");

  @Option(
      names = "--url",
      paramLabel = "URL",
      description =
          "A command service, of which there may be several (default: those of the running"
              + " system).")
  private List<URI> urls = List.of();

  @Option(names = "--json", description = "The answer for scripts: one JSON document.")
  private boolean json;

  @Mixin private DataOption data;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException {
    urls.forEach(url -> AdminOptions.checked(spec, url));
    var services = urls.isEmpty() ? RunningUrls.of(data).commands() : urls;
    var archive = Importable.of(directory);
    if (!archive.findings().isEmpty()) {
      told(archive, 0);
      return ExitCode.FINDINGS;
    }
    try (var client = new ImportClient(services)) {
      var importing =
          new Importing(directory, Manifest.read(directory), client, archive.events(), LINES_MAX);
      final long taken;
      try (var _ = ProgressDisplay.on(err()).watch(importing::progress)) {
        taken = importing.run();
      }
      told(archive, taken);
      return ExitCode.OK;
    } catch (IOException e) {
      throw Failure.reading(directory, "read", e);
    }
  }

  /// @param taken how many events were not there before
  private void told(Importable archive, long taken) {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      var answer = JsonMapper.shared().createObjectNode();
      answer.put("events", archive.events()).put("taken", taken);
      archive.findings().forEach(answer.putArray("findings")::add);
      out.println(JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(answer));
      return;
    }
    archive.findings().forEach(out::println);
    out.println(
        archive.findings().isEmpty()
            ? "%,d events are in the system, %,d of them since now"
                .formatted(archive.events(), taken)
            : "%d findings: nothing was written".formatted(archive.findings().size()));
  }

  private PrintWriter err() {
    return spec.commandLine().getErr();
  }
}
