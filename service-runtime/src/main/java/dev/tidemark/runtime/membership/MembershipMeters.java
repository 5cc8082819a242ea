package dev.tidemark.runtime.membership;

import dev.tidemark.runtime.metrics.Metrics;
import io.micrometer.core.instrument.Gauge;

/// Whether this instance takes part in its group.
public final class MembershipMeters {
  private MembershipMeters() {}

  public static void watch(Metrics metrics, Membership membership) {
    Gauge.builder(
            "tidemark.member",
            membership,
            its -> its.status().state() == Membership.State.MEMBER ? 1 : 0)
        .description("1 if this instance takes part in the group that shares the shards, else 0")
        .strongReference(true)
        .register(metrics.registry());
  }
}
