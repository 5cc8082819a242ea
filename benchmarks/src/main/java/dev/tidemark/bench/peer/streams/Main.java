package dev.tidemark.bench.peer.streams;

import dev.tidemark.bench.peer.PeerProgram;

/// Runs [StreamedOrders].
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    PeerProgram.of("streams", "decides orders in Kafka Streams", StreamedOrders::open)
        .run(arguments, System.getenv());
  }
}
