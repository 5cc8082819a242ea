package dev.tidemark.localstack;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// A running program that ends when this JVM ends, also when that is killed with SIGKILL.
///
/// Between this JVM and the program stands a small shell for a moment. It leaves a watcher behind
/// that reads the pipe from this JVM, and then *becomes* the program, so that [#pid()] is the
/// program's own. However this JVM dies, the kernel closes the pipe and the watcher ends the
/// program. (Linux could do that by `PR_SET_PDEATHSIG`, but that fires when the *thread* that
/// forked ends, and threads come and go.) A program that is paused is woken up for it.
///
/// A session of its own keeps the terminal's Ctrl-C from reaching the program before its turn.
final class Child implements Launched {
  private static final String GUARD =
      """
      watch=$1 signal=$2; shift 2
      exec 3<&0
      (sh -c "$watch" tidemark-watch $$ "$signal" <&3 >/dev/null 2>&1 &)
      exec 3<&-
      exec "$@" </dev/null
      """;

  private static final String WATCH =
      """
      while read -r _; do :; done
      kill -s "$2" "$1" && kill -s CONT "$1" || exit 0
      for _ in 1 2 3; do sleep 1; kill -s 0 "$1" || exit 0; done
      kill -s KILL "$1"
      """;

  private static final List<String> OWN_SESSION = onPath("setsid") ? List.of("setsid") : List.of();
  private static final long LOG_BYTES_MAX = 10_000_000;
  private static final int LOG_TAIL_LINES = 20;

  private final Process process;
  private final Path log;
  private final long logStart;
  private final String stopSignal;

  private Child(Process process, Path log, long logStart, String stopSignal) {
    this.process = process;
    this.log = log;
    this.logStart = logStart;
    this.stopSignal = stopSignal;
  }

  /// @param stopSignal what asks the program to end in good order: `TERM` for most
  static Child spawn(
      List<String> command, Map<String, String> environment, Path log, String stopSignal)
      throws IOException {
    Files.createDirectories(log.toAbsolutePath().getParent());
    long logStart = Files.exists(log) ? Files.size(log) : 0;
    if (logStart > LOG_BYTES_MAX) {
      var older = log.resolveSibling(log.getFileName() + ".1");
      Files.move(log, older, StandardCopyOption.REPLACE_EXISTING);
      logStart = 0;
    }
    var guarded = new ArrayList<>(OWN_SESSION);
    guarded.addAll(List.of("sh", "-c", GUARD, "tidemark-guard", WATCH, stopSignal));
    guarded.addAll(command);
    var builder =
        new ProcessBuilder(guarded)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().putAll(environment);
    return new Child(builder.start(), log, logStart, stopSignal);
  }

  @Override
  public long pid() {
    return process.pid();
  }

  @Override
  public Instant startedAt() {
    return process.info().startInstant().orElse(Instant.EPOCH);
  }

  @Override
  public boolean isAlive() {
    return process.isAlive();
  }

  @Override
  public CompletableFuture<Integer> onExit() {
    return process.onExit().thenApply(Process::exitValue);
  }

  @Override
  public boolean exitsWithin(Duration patience) {
    try {
      return process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return !process.isAlive();
    }
  }

  @Override
  public void kill() {
    process.destroyForcibly();
    process.onExit().join();
  }

  @Override
  public boolean stop(Duration patience) {
    signal(stopSignal);
    resume();
    if (exitsWithin(patience)) {
      return true;
    }
    kill();
    return false;
  }

  /// The program itself first: it begins no more processes then.
  @Override
  public void pause() {
    signal("STOP");
    signalDescendants("STOP");
  }

  @Override
  public void resume() {
    signalDescendants("CONT");
    signal("CONT");
  }

  @Override
  public String logTail() {
    try (var file = FileChannel.open(log).position(logStart)) {
      var text = new String(Channels.newInputStream(file).readAllBytes(), StandardCharsets.UTF_8);
      var lines = text.lines().toList();
      return String.join(
          "\n", lines.subList(Math.max(0, lines.size() - LOG_TAIL_LINES), lines.size()));
    } catch (IOException e) {
      return "(" + log + " cannot be read: " + e.getMessage() + ")";
    }
  }

  private void signalDescendants(String name) {
    var ids = process.descendants().map(ProcessHandle::pid).map(String::valueOf).toList();
    if (!ids.isEmpty()) {
      signal(name, String.join(" ", ids));
    }
  }

  private void signal(String name) {
    if (process.isAlive()) {
      signal(name, String.valueOf(pid()));
    }
  }

  private static void signal(String name, String ids) {
    try {
      new ProcessBuilder("sh", "-c", "kill -s " + name + " " + ids)
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .onExit()
          .join();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean onPath(String program) {
    var path = System.getenv().getOrDefault("PATH", "/usr/bin:/bin");
    return Arrays.stream(path.split(File.pathSeparator))
        .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
  }
}
