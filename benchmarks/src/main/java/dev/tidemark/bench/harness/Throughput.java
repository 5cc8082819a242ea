package dev.tidemark.bench.harness;

import java.time.Duration;

/// As much as clients get done who each wait for an answer.
///
/// @param unit of what is counted, such as `orders/s`
public record Throughput(String unit, int clients, Client.Maker maker) implements Way {
  @Override
  public Turn turn(Duration time) throws Exception {
    return Turn.of(unit, ClosedLoop.run(clients, time, maker).perSecond());
  }
}
