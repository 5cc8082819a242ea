package dev.tidemark.operator;

import dev.tidemark.localstack.Home;
import dev.tidemark.localstack.JavaProgram;
import dev.tidemark.operator.verb.ExitCode;
import dev.tidemark.operator.verb.Failure;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Starts a [Foreground] of its own in the background, and returns when all is ready there.
final class Background {
  /// Neither Ctrl-C nor the closing of this terminal is meant for what was left running.
  private static final String APART =
      """
      trap '' INT HUP
      command -v setsid >/dev/null && exec setsid "$@"
      exec "$@"
      """;

  private static final JavaProgram LAUNCHER =
      new JavaProgram("operator-cli", "dev.tidemark.operator.Main");
  private static final long LOOK_EVERY_MS = 50;

  private final Start start;
  private final PrintWriter out;

  Background(Start start, PrintWriter out) {
    this.start = start;
    this.out = out;
  }

  int run() {
    if (start.run().owner().isPresent()) {
      return new AlreadyRunning(start, out).run();
    }
    start.run().adopt();
    long since = System.nanoTime();
    var log = start.data().log("tidemark");
    try {
      Files.createDirectories(log.getParent());
      long logStart = Files.exists(log) ? Files.size(log) : 0;
      var launcher = spawn(log);
      var running = start.run().published();
      while (running.isEmpty()) {
        if (launcher.waitFor(LOOK_EVERY_MS, TimeUnit.MILLISECONDS)) {
          throw new Failure(launcher.exitValue(), from(log, logStart));
        }
        running = start.run().published();
      }
      new Welcome(running.get().seenFrom(start.data()), start.data())
          .print(out, System.nanoTime() - since);
      return ExitCode.OK;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return ExitCode.FAILED;
    }
  }

  private Process spawn(Path log) throws IOException {
    var command = new ArrayList<>(List.of("sh", "-c", APART, "apart"));
    var flags = List.of("-Xmx128m", "-XX:TieredStopAtLevel=1", "-Dtidemark.home=" + Home.path());
    command.addAll(LAUNCHER.command(flags, start.arguments()));
    return new ProcessBuilder(command)
        .redirectInput(Path.of("/dev/null").toFile())
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
        .start();
  }

  private static String from(Path log, long start) throws IOException {
    try (var channel = FileChannel.open(log).position(start)) {
      var text = Channels.newInputStream(channel).readAllBytes();
      return new String(text, StandardCharsets.UTF_8).strip();
    }
  }
}
