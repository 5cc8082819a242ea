package dev.tidemark.projection.runtime;

import dev.tidemark.projection.batch.Positions;
import java.util.OptionalLong;

/// How a shard is doing, for operators.
///
/// @param reason why it is in this state
/// @param positions where it stands in the store, as far as is known
/// @param lag records that are committed in the log, but not applied; empty while unknown
/// @param parked records, counted up to a bound
public record ShardStatus(
    int shard,
    ShardState state,
    String reason,
    Positions positions,
    OptionalLong lag,
    int parked,
    Follower.Follow cache) {
  /// The same, with what another cache does.
  public ShardStatus with(Follower.Follow newCache) {
    return new ShardStatus(shard, state, reason, positions, lag, parked, newCache);
  }

  @Override
  public String toString() {
    return "shard %d %s (%s) at %s, lag %s, parked %d, cache %s"
        .formatted(
            shard,
            state,
            reason,
            positions,
            lag.isPresent() ? lag.getAsLong() : "unknown",
            parked,
            cache.detail());
  }
}
