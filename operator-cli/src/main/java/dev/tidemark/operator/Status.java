package dev.tidemark.operator;

import dev.tidemark.localstack.StackProcess;
import dev.tidemark.localstack.Together;
import dev.tidemark.localstack.system.WholeSystem;
import dev.tidemark.operator.running.RunningSystem;
import dev.tidemark.operator.verb.DataOption;
import dev.tidemark.operator.verb.ExitCode;
import java.io.PrintWriter;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentSkipListSet;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "status",
    description = "Says whether the system runs, and asks each of its processes if it is ready.",
    sortOptions = false,
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:it runs and all is ready",
      "2:the command line is wrong",
      "3:it does not run",
      "5:it runs, but something is not ready"
    })
final class Status implements Callable<Integer> {
  @Option(names = "--json", description = "For scripts.")
  private boolean json;

  @Mixin private DataOption data;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    var out = spec.commandLine().getOut();
    var run = data.run();
    var running = run.published();
    if (running.isEmpty()) {
      return notRunning(out, run.owner().isPresent() ? "starting" : "stopped");
    }
    var system = running.get().seenFrom(data.directory());
    var silent = silent(system.processes());
    if (json) {
      out.println(StatusReport.of(system, running.get(), silent).toJson());
    } else {
      print(out, system, running.get(), silent);
    }
    return silent.isEmpty() ? ExitCode.OK : ExitCode.NOT_READY;
  }

  private int notRunning(PrintWriter out, String state) {
    out.println(
        json
            ? "{\"state\":\"" + state + "\"}"
            : state.equals("starting") ? "Tidemark is starting." : "Tidemark does not run.");
    return state.equals("starting") ? ExitCode.NOT_READY : ExitCode.NOT_RUNNING;
  }

  private void print(
      PrintWriter out, WholeSystem system, RunningSystem running, Set<String> silent) {
    out.println(silent.isEmpty() ? "Tidemark runs." : "Tidemark runs, but not all is ready.");
    for (var process : system.processes()) {
      out.printf(
          "  %-11s %-9s process %-8d %s%n",
          process.name(),
          silent.contains(process.name()) ? "not ready" : "ready",
          running.pids().get(process.name()),
          process.address());
    }
    for (var service : system.services()) {
      out.printf("  %-11s %s%n", "metrics", service.metrics());
    }
    out.println("  data, logs  " + data.directory().root());
  }

  private static Set<String> silent(List<StackProcess> processes) {
    var silent = new ConcurrentSkipListSet<String>();
    Together.each(
        processes,
        process -> {
          if (!process.answers()) {
            silent.add(process.name());
          }
        });
    return silent;
  }
}
