package dev.tidemark.bench.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Predicate;

/// How long files are.
public final class DiskUse {
  private DiskUse() {}

  /// Of all below a folder that are wanted. What vanishes meanwhile does not count.
  public static long bytes(Path folder, Predicate<Path> wanted) throws IOException {
    long bytes = 0;
    try (var files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).filter(wanted).toList()) {
        bytes += Files.exists(file) ? Files.size(file) : 0;
      }
    }
    return bytes;
  }
}
