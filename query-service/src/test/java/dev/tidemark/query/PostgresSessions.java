package dev.tidemark.query;

import dev.tidemark.localstack.PostgresServer;
import java.io.IOException;

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

  /// The first process first: paused, it begins no more sessions.
  private static void signal(PostgresServer postgres, String name)
      throws IOException, InterruptedException {
    var server = ProcessHandle.of(postgres.pid());
    if (server.isEmpty()) {
      return;
    }
    signal(server.get(), name);
    for (ProcessHandle session : server.get().descendants().toList()) {
      signal(session, name);
    }
  }

  private static void signal(ProcessHandle process, String name)
      throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-s", name, Long.toString(process.pid())).start().waitFor();
  }
}
