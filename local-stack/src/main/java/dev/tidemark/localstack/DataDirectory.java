package dev.tidemark.localstack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;

/// Where a stack keeps everything it writes: `<name>/` for each process and `logs/<name>.log`.
public record DataDirectory(Path root) {
  public DataDirectory {
    root = root.toAbsolutePath().normalize();
  }

  /// A new one among the temporary files, for its maker to [delete][#delete()].
  public static DataDirectory temporary() {
    try {
      var root = Files.createTempDirectory("tidemark-");
      // PostgreSQL may have to run as another user, who must be able to pass through.
      Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwx--x--x"));
      return new DataDirectory(root);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public Path of(String name) {
    return root.resolve(name);
  }

  public Path log(String name) {
    return root.resolve("logs").resolve(name + ".log");
  }

  public void delete() {
    if (!Files.exists(root)) {
      return;
    }
    try (var files = Files.walk(root)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
