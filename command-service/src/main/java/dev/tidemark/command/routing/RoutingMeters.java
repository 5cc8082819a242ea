package dev.tidemark.command.routing;

import dev.tidemark.command.routing.Forwarder.Forwarded;
import dev.tidemark.runtime.metrics.Buckets;
import dev.tidemark.runtime.metrics.Metrics;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/// What is measured of commands on their way to whoever decides them.
public final class RoutingMeters {
  private final MeterRegistry registry;
  private final Timer answered;
  private final Timer inVain;
  private final Counter full;
  private final Counter parked;

  public RoutingMeters(Metrics metrics) {
    registry = metrics.registry();
    answered = forwarding("answered");
    inVain = forwarding("in_vain");
    full =
        Counter.builder("tidemark.forwards.refused")
            .description("Requests not sent on: too many are on their way to the owner already")
            .register(registry);
    parked =
        Counter.builder("tidemark.owner.waits")
            .description("Commands, or lots of one shard, that had to wait for an owner")
            .register(registry);
  }

  private Timer forwarding(String result) {
    return Timer.builder("tidemark.forward")
        .description("How long requests took that were sent on to the owner of their shard")
        .tag("result", result)
        .serviceLevelObjectives(Buckets.latencies())
        .register(registry);
  }

  /// @param waiting how many wait for an owner
  void watch(IntSupplier waiting) {
    Gauge.builder("tidemark.owner.waiting.requests", waiting, IntSupplier::getAsInt)
        .description("Commands, or lots of one shard, that wait for an owner now")
        .strongReference(true)
        .register(registry);
  }

  void parked() {
    parked.increment();
  }

  /// @return what is counted
  Forwarded counted(Forwarded forwarded, long sinceNanos) {
    long tookNanos = System.nanoTime() - sinceNanos;
    switch (forwarded) {
      case Forwarded.Answered _ -> answered.record(tookNanos, TimeUnit.NANOSECONDS);
      case Forwarded.InVain _ -> inVain.record(tookNanos, TimeUnit.NANOSECONDS);
      case Forwarded.Full _ -> full.increment();
    }
    return forwarded;
  }
}
