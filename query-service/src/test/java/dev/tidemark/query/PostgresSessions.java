package dev.tidemark.query;

import dev.tidemark.localstack.PostgresServer;
import java.io.IOException;
import java.util.stream.Stream;

/// Pauses PostgreSQL whole: each session is a process of its own, which goes on while only the
/// first one is paused.
final class PostgresSessions {
  private PostgresSessions() {}

  static void pause(PostgresServer postgres) throws IOException, InterruptedException {
    signal(postgres, "STOP");
  }

  static void resume(PostgresServer postgres) throws IOException, InterruptedException {
    signal(postgres, "CONT");
  }

  private static void signal(PostgresServer postgres, String name)
      throws IOException, InterruptedException {
    var server = ProcessHandle.of(postgres.pid());
    if (server.isEmpty()) {
      return;
    }
    var processes = Stream.concat(server.stream(), server.get().descendants()).toList();
    for (ProcessHandle process : processes) {
      new ProcessBuilder("kill", "-s", name, Long.toString(process.pid())).start().waitFor();
    }
  }
}
