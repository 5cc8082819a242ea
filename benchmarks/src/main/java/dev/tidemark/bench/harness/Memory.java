package dev.tidemark.bench.harness;

import dev.tidemark.localstack.StackProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/// How much memory programs have, with the processes that they began. What several of them share
/// counts once: Linux says so (`Pss`), other systems do not.
public final class Memory {
  private static final String SHARE = "Pss:";

  private Memory() {}

  public static double mib(StackProcess program) throws IOException {
    long kib = 0;
    for (long pid : pids(program)) {
      kib += kib(Path.of("/proc", String.valueOf(pid), "smaps_rollup"));
    }
    return kib / 1024.0;
  }

  private static long[] pids(StackProcess program) {
    return ProcessHandle.of(program.pid()).stream()
        .flatMap(process -> Stream.concat(Stream.of(process), process.descendants()))
        .mapToLong(ProcessHandle::pid)
        .toArray();
  }

  private static long kib(Path file) throws IOException {
    if (!Files.exists(file)) {
      throw new IOException("Expected %s, which Linux has, but it is not there".formatted(file));
    }
    try (var lines = Files.lines(file)) {
      return lines
          .filter(line -> line.startsWith(SHARE))
          .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
          .sum();
    }
  }
}
