package dev.tidemark.chaos;

import dev.tidemark.chaos.load.Rate;
import dev.tidemark.chaos.planted.Mistake;
import dev.tidemark.localstack.DataDirectory;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// The verb `chaos`.
@Command(
    name = "tidemark chaos",
    description = {
      "Runs the whole system under load, lets everything go wrong that can be made to go wrong on"
          + " this machine,",
      "and holds what clients were told and saw against what is true afterwards. Ctrl-C ends it"
          + " early;",
      "what was recorded is judged all the same."
    },
    sortOptions = false,
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:every promise was kept, and every rule had something to judge",
      "1:failed: nothing was judged",
      "2:the command line is wrong",
      "8:a promise was broken, or a rule had nothing to judge",
      "130:ended by Ctrl-C; the report says what was judged"
    })
public final class Main implements Callable<Integer> {
  private static final int CLEAN = 0;
  private static final int FAILED = 1;
  private static final int FINDINGS = 8;

  @Spec private CommandSpec spec;

  @Option(
      names = "--minutes",
      paramLabel = "N",
      defaultValue = "10",
      description = "How long load and faults last (default: ${DEFAULT-VALUE}).")
  private double minutes;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "The same seed gives the same faults (default: by chance; printed).")
  private @Nullable Long seed;

  @Option(
      names = "--rate",
      paramLabel = "COMMANDS,READS",
      description = "How many of each clients begin in a second (default: ${DEFAULT-VALUE}).")
  private String rate = "60,120";

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = {
        "Where everything is kept, to be looked at afterwards (default: a temporary folder,",
        "gone with a clean run)."
      })
  private @Nullable Path data;

  @Option(names = "--json", description = "Print the report as JSON.")
  private boolean json;

  @Option(names = "--report", paramLabel = "FILE", description = "Write the report as JSON, too.")
  private @Nullable Path report;

  @Option(
      names = "--plant",
      paramLabel = "MISTAKE",
      description = {
        "Break a promise on purpose, to see that it is found: ${COMPLETION-CANDIDATES}."
      },
      completionCandidates = Mistakes.class)
  private @Nullable String plant;

  private Main() {}

  public static void main(String[] args) {
    System.exit(
        new CommandLine(new Main())
            .setExecutionExceptionHandler((e, line, _) -> failed(e, line.getErr()))
            .execute(args));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    var settings = settings();
    var directory = data == null ? DataDirectory.temporary() : new DataDirectory(data);
    if (Files.exists(directory.of(ChaosRun.HISTORY))) {
      throw new ParameterException(
          spec.commandLine(), "Expected a new folder, but %s holds a run".formatted(data));
    }
    var err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    var run = new ChaosRun(settings, directory, err::println, meddling());
    var ended = new CountDownLatch(1);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> endEarly(run, ended), "end-early"));
    try {
      return told(run.run(Instant.now().toString()), directory);
    } finally {
      ended.countDown();
    }
  }

  private RunSettings settings() {
    try {
      return new RunSettings(
          seed == null ? new Random().nextInt(1_000_000) : seed,
          Duration.ofMillis(Math.round(minutes * 60_000)),
          rate(),
          true,
          true);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()));
    }
  }

  private Meddling meddling() {
    return plant == null
        ? Meddling.NONE
        : Mistake.named(plant)
            .map(mistake -> new Meddling(mistake::around, mistake::afterQuiet))
            .orElseThrow(() ->
                new ParameterException(
                    spec.commandLine(),
                    "Expected one of %s, but got %s".formatted(Mistake.texts(), plant)));
  }

  private Rate rate() {
    var both = rate.split(",", -1);
    if (both.length != 2) {
      throw new IllegalArgumentException("Expected a rate such as 60,120, but got " + rate);
    }
    return new Rate(Integer.parseInt(both[0]), Integer.parseInt(both[1]));
  }

  private int told(RunReport result, DataDirectory directory) throws IOException {
    var out = spec.commandLine().getOut();
    out.println(json ? result.json() : result.markdown());
    out.flush();
    if (report != null) {
      Files.writeString(report, result.json());
    }
    if (result.clean() && data == null) {
      directory.delete();
    }
    return result.clean() ? CLEAN : FINDINGS;
  }

  /// Keeps this JVM alive until what was recorded is judged.
  private static void endEarly(ChaosRun run, CountDownLatch ended) {
    run.cutShort();
    try {
      ended.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static int failed(Exception e, PrintWriter err) {
    if (e instanceof IllegalStateException expected) {
      err.println(expected.getMessage());
    } else {
      e.printStackTrace(err);
    }
    err.println("Nothing was judged.");
    return FAILED;
  }

  /// For `--help`.
  private static final class Mistakes extends ArrayList<String> {
    private static final long serialVersionUID = 1;

    private Mistakes() {
      super(Mistake.texts());
    }
  }
}
