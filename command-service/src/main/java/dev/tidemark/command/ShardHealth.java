package dev.tidemark.command;

import dev.tidemark.command.log.OwnersReader;
import dev.tidemark.command.routing.Router;
import dev.tidemark.command.shard.ShardState;
import dev.tidemark.command.shard.ShardStatus;
import dev.tidemark.command.shard.Shards;
import dev.tidemark.runtime.health.Health;
import dev.tidemark.runtime.membership.Membership;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Whether every command would find somebody who decides it. Down until this instance knows what it
/// must to take over what it is assigned: of instances that are replaced one after the other, the
/// next must not go before. Degraded while a shard changes hands: others can still be decided.
record ShardHealth(Membership membership, OwnersReader owners, Shards shards, Router router) {
  void register(Health health) {
    health.register("membership", this::lookAtMembership);
    health.register("shards", this::lookAtShards);
  }

  private Health.State lookAtMembership() {
    Membership.Status status = membership.status();
    return status.state() == Membership.State.MEMBER
        ? Health.State.up(status.reason())
        : Health.State.down(status.state() + ": " + status.reason());
  }

  private Health.State lookAtShards() {
    if (!owners.isCaughtUp()) {
      return Health.State.down("does not know yet who owns the shards");
    }
    List<ShardStatus> statuses = shards.statuses();
    var missing = new ArrayList<String>();
    boolean isRestoring = false;
    boolean isImporting = false;
    for (int shard = 0; shard < statuses.size(); shard++) {
      ShardStatus status = statuses.get(shard);
      isImporting |= status.state() == ShardState.IMPORTING;
      if (status.wanted() && !status.serves()) {
        missing.add("shard %d %s".formatted(shard, status));
        isRestoring |= status.state() == ShardState.FOLLOWING;
      } else if (!router.hasOwner(shard)) {
        missing.add("shard %d has no owner".formatted(shard));
      }
    }
    if (missing.isEmpty() && isImporting) {
      return Health.State.degraded(
          "fills %s from an archive, which then take no commands"
              .formatted(in(statuses, ShardState.IMPORTING)));
    }
    if (missing.isEmpty()) {
      return Health.State.up(
          "serves %s, follows %s".formatted(in(statuses, ShardState.SERVING), followed(statuses)));
    }
    String detail = String.join("; ", missing);
    return isRestoring || missing.size() == statuses.size()
        ? Health.State.down(detail)
        : Health.State.degraded(detail);
  }

  /// What is replayed to catch up, if there is much of it, is told.
  private static String followed(List<ShardStatus> statuses) {
    String behind =
        statuses.stream()
            .filter(status -> status.state() == ShardState.FOLLOWING && !status.replay().isEmpty())
            .map(ShardStatus::replay)
            .collect(Collectors.joining("; ", " (", ")"));
    return in(statuses, ShardState.FOLLOWING) + (behind.length() > " ()".length() ? behind : "");
  }

  private static List<Integer> in(List<ShardStatus> statuses, ShardState state) {
    return IntStream.range(0, statuses.size())
        .filter(shard -> statuses.get(shard).state() == state)
        .boxed()
        .toList();
  }
}
