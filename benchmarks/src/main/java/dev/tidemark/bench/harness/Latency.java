package dev.tidemark.bench.harness;

import java.time.Duration;

/// How long requests take that come at a fixed rate.
///
/// @param unit of the rate, such as `orders/s`
/// @param clients at most so many requests are on their way at once
public record Latency(String unit, double perSecond, int clients, Client.Maker maker)
    implements Way {
  public static final String P50 = "p50 ms";
  public static final String P99 = "p99 ms";

  @Override
  public Turn turn(Duration time) throws Exception {
    OpenLoop.Outcome outcome = OpenLoop.run(perSecond, time, clients, maker);
    return Turn.of(unit, outcome.perSecond())
        .and(P50, outcome.percentileMs(50))
        .and(P99, outcome.percentileMs(99));
  }
}
