package dev.tidemark.localstack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// What a PostgreSQL server leaves behind that is killed: workers that are in the middle of a query
/// notice only after it, and until then no new server may touch the files.
final class PostgresOrphans {
  private PostgresOrphans() {}

  /// Kills them, as far as `/proc` shows them. A server that lives is left alone with its workers.
  static void end(Path cluster) {
    var there = ProcessHandle.allProcesses().filter(process -> worksIn(process, cluster)).toList();
    if (there.isEmpty() || there.stream().anyMatch(process -> isServer(process, cluster))) {
      return;
    }
    there.forEach(ProcessHandle::destroyForcibly);
    there.forEach(orphan -> orphan.onExit().join());
  }

  /// Each process of PostgreSQL has the folder of its files as its working directory.
  private static boolean worksIn(ProcessHandle process, Path cluster) {
    try {
      return Files.readSymbolicLink(Path.of("/proc", String.valueOf(process.pid()), "cwd"))
          .equals(cluster.toRealPath());
    } catch (IOException goneOrNotOurs) {
      return false;
    }
  }

  private static boolean isServer(ProcessHandle process, Path cluster) {
    try {
      List<String> lock = Files.readAllLines(cluster.resolve("postmaster.pid"));
      return !lock.isEmpty() && lock.getFirst().strip().equals(String.valueOf(process.pid()));
    } catch (IOException noLock) {
      return false;
    }
  }
}
