package dev.tidemark.chaos.system;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/// Clocks of services that can be stepped, each by itself, while the services run: a small library
/// that is loaded before the C library answers them from a file. There must be a C compiler to make
/// it.
public final class ClockStep {
  private static final String SOURCE = "/clock-step.c";

  private final Path library;
  private final Path folder;

  private ClockStep(Path library, Path folder) {
    this.library = library;
    this.folder = folder;
  }

  /// @throws IOException if it cannot be had here, which says why
  static ClockStep in(Path folder) throws IOException {
    Files.createDirectories(folder);
    var source = folder.resolve("clock-step.c");
    try (var text = ClockStep.class.getResourceAsStream(SOURCE)) {
      if (text == null) {
        throw new IOException("there is no " + SOURCE + " on the class path");
      }
      Files.write(source, text.readAllBytes());
    }
    var library = folder.resolve("clock-step.so");
    var compiler =
        new ProcessBuilder(
                "cc", "-shared", "-fPIC", "-O2", "-o", library.toString(), source.toString())
            .redirectErrorStream(true)
            .start();
    var said = new String(compiler.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (compiler.onExit().join().exitValue() != 0) {
      throw new IOException("cc: " + said.strip());
    }
    return new ClockStep(library, folder);
  }

  /// What a process is started with whose clock can be stepped.
  Map<String, String> environment(String process) throws IOException {
    step(process, Duration.ZERO);
    var environment = new HashMap<String, String>();
    environment.put("LD_PRELOAD", library.toString());
    environment.put("CLOCK_STEP_FILE", file(process).toString());
    return environment;
  }

  /// @param by how far its clock is from ours, from now on
  public void step(String process, Duration by) throws IOException {
    var bytes = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.nativeOrder());
    // Overwritten in place: the process has the file's page mapped.
    try (var file =
        FileChannel.open(file(process), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      file.write(bytes.putLong(by.toMillis()).flip());
    }
  }

  private Path file(String process) {
    return folder.resolve(process);
  }
}
