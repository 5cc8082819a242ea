package dev.tidemark.projection;

import dev.tidemark.projection.rebuild.LiveGenerations;
import dev.tidemark.projection.repair.StandingVerifier;
import dev.tidemark.projection.runtime.ShardState;
import dev.tidemark.projection.runtime.ShardStatus;
import dev.tidemark.runtime.health.Health;
import dev.tidemark.runtime.health.Health.State;
import dev.tidemark.runtime.membership.Membership;
import java.util.List;
import java.util.stream.Collectors;

/// What the service says of itself, and of the generation that serves. Ready means: a member of the
/// group, and every shard that it was given is being applied. A cache that is away or being
/// repaired makes reads slower, and a parked aggregate concerns its customer, as does a row that is
/// not as the log says: none of them makes the service unready.
record HealthChecks(Membership membership, LiveGenerations live, StandingVerifier verifier) {
  void register(Health health) {
    health.register("membership", this::lookAtMembership);
    health.register("shards", this::lookAtShards);
    health.register("cache", this::lookAtCache);
    health.register("parked", this::lookAtParked);
    health.register("verifier", this::lookAtVerifier);
  }

  private State lookAtMembership() {
    var status = membership.status();
    return switch (status.state()) {
      case MEMBER -> State.up(status.reason());
      case JOINING, STOPPED -> State.down(status.reason());
    };
  }

  private State lookAtShards() {
    List<ShardStatus> shards = live.serving();
    String detail = shards.stream().map(ShardStatus::toString).collect(Collectors.joining("; "));
    if (shards.isEmpty()) {
      return State.up("none is assigned to this instance");
    }
    boolean polling = shards.stream().allMatch(shard -> shard.state() == ShardState.POLLING);
    return polling ? State.up(detail) : State.down(detail);
  }

  private State lookAtCache() {
    String behind =
        live.serving().stream()
            .filter(shard -> !shard.cache().upToDate())
            .map(shard -> "shard " + shard.shard() + " " + shard.cache().detail())
            .collect(Collectors.joining("; "));
    return behind.isEmpty() ? State.up("live") : State.degraded(behind);
  }

  private State lookAtParked() {
    int parked = live.serving().stream().mapToInt(ShardStatus::parked).sum();
    return parked == 0 ? State.up("none") : State.degraded(parked + " events are parked");
  }

  private State lookAtVerifier() {
    StandingVerifier.Standing standing = verifier.standing();
    return standing.wrong().isEmpty()
        ? State.up(standing.checked() + " aggregates checked, all as the log says")
        : State.degraded(
            standing.wrong().size()
                + " aggregates are not as the log says; tidemark verify and replay mend them");
  }
}
