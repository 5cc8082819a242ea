package dev.tidemark.bench.peer.crud;

import dev.tidemark.bench.peer.PeerProgram;
import java.security.SecureRandom;
import java.time.Clock;

/// Runs [RowsAndCache].
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    PeerProgram.of(
            "crud",
            "keeps orders as rows, and as values in a cache",
            settings -> RowsAndCache.open(settings, Clock.systemUTC(), new SecureRandom()))
        .run(arguments, System.getenv());
  }
}
