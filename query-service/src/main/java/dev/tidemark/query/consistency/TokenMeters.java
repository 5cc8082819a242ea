package dev.tidemark.query.consistency;

import dev.tidemark.runtime.metrics.Buckets;
import dev.tidemark.runtime.metrics.Metrics;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;

/// How long readers waited for the views to reach their tokens. Who needs not wait is not counted.
public final class TokenMeters {
  private final Timer reached;
  private final Timer notCaughtUp;

  public TokenMeters(Metrics metrics) {
    reached = timer(metrics, "reached");
    notCaughtUp = timer(metrics, "not_caught_up");
  }

  private static Timer timer(Metrics metrics, String result) {
    return Timer.builder("tidemark.token.wait")
        .description("How long readers waited for the views to reach their tokens")
        .tag("result", result)
        .serviceLevelObjectives(Buckets.latencies())
        .register(metrics.registry());
  }

  void reached(long sinceNanos) {
    reached.record(System.nanoTime() - sinceNanos, TimeUnit.NANOSECONDS);
  }

  void notCaughtUp(long sinceNanos) {
    notCaughtUp.record(System.nanoTime() - sinceNanos, TimeUnit.NANOSECONDS);
  }
}
