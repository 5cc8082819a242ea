package dev.tidemark.bench;

import dev.tidemark.bench.harness.Plan;
import dev.tidemark.bench.harness.Report;
import dev.tidemark.bench.harness.Run;
import dev.tidemark.bench.harness.Scenario;
import dev.tidemark.localstack.Home;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "tidemark bench",
    description = {
      "Measures Tidemark beside what it stands on and what others would take instead.",
      "Starts servers and services of its own, on free ports, and removes all of it again. Only"
          + " ratios within a run say anything, and only on a machine that does nothing else."
    },
    sortOptions = false,
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:measured",
      "1:something went wrong",
      "2:the command line is wrong",
      "10:a JDK or Maven is missing",
      "11:the build failed"
    })
final class Bench implements Callable<Integer> {
  private static final int COUNT_MAX = 10_000;

  @Parameters(
      paramLabel = "SCENARIO",
      arity = "0..1",
      description = "What to measure: one that --list names, or all.")
  private @Nullable String scenario;

  @Option(names = "--list", description = "Say what can be measured.")
  private boolean list;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "7",
      description = "Rounds that count (default: ${DEFAULT-VALUE}).")
  private int rounds;

  @Option(
      names = "--warm-up",
      paramLabel = "N",
      defaultValue = "3",
      description = "Rounds before them, which do not (default: ${DEFAULT-VALUE}).")
  private int warmUpRounds;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      defaultValue = "3",
      description = "How long one way is measured in a round (default: ${DEFAULT-VALUE}).")
  private int seconds;

  @Option(
      names = "--clients",
      paramLabel = "N",
      defaultValue = "64",
      description = "Who ask at the same time (default: ${DEFAULT-VALUE}).")
  private int clients;

  @Option(
      names = "--minutes",
      paramLabel = "M",
      defaultValue = "30",
      description = "No round of a scenario begins after that (default: ${DEFAULT-VALUE}).")
  private int minutes;

  @Option(
      names = "--seed",
      paramLabel = "SEED",
      defaultValue = "1",
      description = "Of the order in which ways take turns (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--sync",
      description =
          "Every server forces what it acknowledges to the disk. Without, none does: it survives"
              + " the death of a process, but not the loss of power.")
  private boolean synced;

  @Option(
      names = "--largest",
      paramLabel = "N",
      defaultValue = "100000",
      description = {
        "Events or aggregates at most, for scenarios that grow by tens (default:"
            + " ${DEFAULT-VALUE});",
        "10000000 takes hours."
      })
  private long largest;

  @Option(names = "--json", description = "Print every figure as JSON, not medians as Markdown.")
  private boolean json;

  @Option(
      names = "--report",
      paramLabel = "FILE",
      description = "Where the JSON goes (default: target/bench/SCENARIO.json).")
  private @Nullable Path report;

  @Spec private CommandSpec spec;

  private final Clock clock;

  Bench(Clock clock) {
    this.clock = clock;
  }

  @Override
  public Integer call() throws Exception {
    if (list) {
      Scenarios.ALL.forEach(each -> say("%-12s %s".formatted(each.name(), each.about())));
      return 0;
    }
    List<Scenario> wanted = wanted();
    if (report != null && wanted.size() > 1) {
      throw new ParameterException(
          spec.commandLine(), "Expected one scenario with --report, but were all");
    }
    Plan plan = plan();
    for (Scenario each : wanted) {
      keep(each.run(new Run(plan, this::tell, clock)));
    }
    return 0;
  }

  private List<Scenario> wanted() {
    if (scenario == null) {
      throw new ParameterException(
          spec.commandLine(), "Expected a scenario, but there is none: see --list");
    }
    try {
      return Scenarios.named(scenario);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  private Plan plan() {
    return new Plan(
        between(1, "--rounds", rounds),
        between(0, "--warm-up", warmUpRounds),
        Duration.ofSeconds(between(1, "--seconds", seconds)),
        between(1, "--clients", clients),
        seed,
        Duration.ofMinutes(between(1, "--minutes", minutes)),
        synced,
        largest);
  }

  private int between(int least, String option, int value) {
    if (value < least || value > COUNT_MAX) {
      throw new ParameterException(
          spec.commandLine(),
          "Expected %s from %d to %d, but was %d".formatted(option, least, COUNT_MAX, value));
    }
    return value;
  }

  private void keep(Report found) throws IOException {
    Path file =
        report == null
            ? Home.path().resolve("target/bench").resolve(found.scenario() + ".json")
            : report.toAbsolutePath();
    Path folder = file.getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    Files.writeString(file, found.toJson() + "\n");
    say(json ? found.toJson() : found.toMarkdown());
    tell("All figures: " + file);
  }

  private void say(String text) {
    spec.commandLine().getOut().println(text);
  }

  /// Beside what was asked for, so that it can be piped.
  private void tell(String line) {
    spec.commandLine().getErr().println(line);
  }
}
