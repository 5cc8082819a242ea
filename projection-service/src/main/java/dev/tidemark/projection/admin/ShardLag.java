package dev.tidemark.projection.admin;

import dev.tidemark.projection.batch.Positions;
import org.jspecify.annotations.Nullable;

/// How far a shard's stores are behind the log. What could not be asked is absent.
///
/// @param behindRecords that are committed and not yet in PostgreSQL; transaction markers count too
/// @param behindMs how long ago the oldest of them was recorded; 0 if there is none
/// @param log what comes next after all that is committed
/// @param postgres what comes next after all that is applied
/// @param redis the watermark: what comes next after all that is written through
/// @param redisBehindRecords between `redis` and `postgres`
/// @param redisBehindMs how long ago the oldest record was recorded that is not in `redis`; 0 if
///   there is none
/// @param leaseMs how long readers may still trust the cache; 0 if they bypass it
/// @param worker how the instance that was asked is doing with it; absent if it is another's
public record ShardLag(
    int shard,
    @Nullable Long behindRecords,
    @Nullable Long behindMs,
    @Nullable Positions log,
    @Nullable Positions postgres,
    @Nullable Positions redis,
    @Nullable Long redisBehindRecords,
    @Nullable Long redisBehindMs,
    @Nullable Long leaseMs,
    @Nullable Long parkedRecords,
    @Nullable Long parkedAggregates,
    @Nullable Worker worker) {
  /// @param state such as `POLLING`
  public record Worker(String state, String reason, String cache) {}
}
