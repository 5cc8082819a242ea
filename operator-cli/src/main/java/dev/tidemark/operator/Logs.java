package dev.tidemark.operator;

import dev.tidemark.localstack.system.WholeSystem;
import dev.tidemark.operator.verb.DataOption;
import dev.tidemark.operator.verb.ExitCode;
import dev.tidemark.operator.verb.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "logs",
    description = "Shows the end of the logs, of one process or of all.",
    sortOptions = false,
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:shown", "2:the command line is wrong", "3:there are no such logs yet"})
final class Logs implements Callable<Integer> {
  @Parameters(
      arity = "0..1",
      paramLabel = "PROCESS",
      completionCandidates = Names.class,
      description =
          "One of ${COMPLETION-CANDIDATES}; tidemark is the launcher in the background, command-2"
              + " and further are there if several command services run.")
  private @Nullable String name;

  @Option(names = "--follow", description = "Go on with what is added, until Ctrl-C.")
  private boolean follow;

  @Option(
      names = "--lines",
      paramLabel = "COUNT",
      defaultValue = "30",
      description = "How many lines of each (default: ${DEFAULT-VALUE}).")
  private int lines;

  @Mixin private DataOption data;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (name != null && !Names.ALL.contains(name)) {
      throw new ParameterException(
          spec.commandLine(), "Expected one of %s, but was %s".formatted(Names.ALL, name));
    }
    var files =
        (name == null ? Names.ALL.stream() : Stream.of(name))
            .map(data.directory()::log)
            .filter(Files::exists)
            .map(Path::toString)
            .toList();
    if (files.isEmpty()) {
      throw new Failure(
          ExitCode.NOT_RUNNING,
          "Expected logs in %s, but there are none".formatted(data.directory().root()));
    }
    var tail = new ArrayList<>(List.of("tail", "-n", String.valueOf(lines)));
    if (follow) {
      tail.add("-F");
    }
    tail.addAll(files);
    var shown = new ProcessBuilder(tail).inheritIO().start();
    Runtime.getRuntime().addShutdownHook(new Thread(shown::destroy, "stop-tail"));
    return shown.waitFor();
  }

  static final class Names implements Iterable<String> {
    static final List<String> ALL =
        Stream.of(
                Stream.of("tidemark", "kafka", "postgres", "redis"),
                WholeSystem.commandNames().stream(),
                Stream.of("projection", "query"))
            .flatMap(names -> names)
            .toList();

    @Override
    public Iterator<String> iterator() {
      return ALL.iterator();
    }
  }
}
