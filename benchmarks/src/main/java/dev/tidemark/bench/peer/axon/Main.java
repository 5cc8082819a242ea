package dev.tidemark.bench.peer.axon;

import dev.tidemark.bench.peer.PeerProgram;

/// Runs [AxonOrders].
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    PeerProgram.of("axon", "keeps orders as Axon's events", AxonOrders::open)
        .run(arguments, System.getenv());
  }
}
