package dev.tidemark.bench.peer.tables;

import dev.tidemark.bench.peer.PeerProgram;
import java.security.SecureRandom;
import java.time.Clock;

/// Runs [EventTable].
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    PeerProgram.of(
            "tables",
            "keeps orders as events in a table",
            settings -> EventTable.open(settings, Clock.systemUTC(), new SecureRandom()))
        .run(arguments, System.getenv());
  }
}
