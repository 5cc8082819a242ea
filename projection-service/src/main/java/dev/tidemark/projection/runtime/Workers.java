package dev.tidemark.projection.runtime;

import dev.tidemark.projection.store.ViewStore;
import dev.tidemark.runtime.membership.AssignedShards;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// The workers of the shards that this instance has, for one store. Started and stopped by one
/// thread; looked at by any.
public final class Workers implements AssignedShards {
  private final String views;
  private final ViewStore store;
  private final LogSettings log;
  private final IntFunction<Follower> followers;
  private final Pace pace;
  private final Supplier<WorkerMeters> meters;
  private final RandomGenerator random;
  private final Map<Integer, ShardWorker> running = new ConcurrentHashMap<>();

  /// @param views what the store is called
  /// @param followers starts one for a shard
  /// @param meters that count now
  public Workers(
      String views,
      ViewStore store,
      LogSettings log,
      IntFunction<Follower> followers,
      Pace pace,
      Supplier<WorkerMeters> meters,
      RandomGenerator random) {
    this.views = views;
    this.store = store;
    this.log = log;
    this.followers = followers;
    this.pace = pace;
    this.meters = meters;
    this.random = random;
  }

  /// In the order of the shards.
  public List<ShardStatus> statuses() {
    return running.values().stream()
        .map(ShardWorker::status)
        .sorted(Comparator.comparingInt(ShardStatus::shard))
        .toList();
  }

  /// Those that this instance has.
  public Collection<Integer> shards() {
    return List.copyOf(running.keySet());
  }

  @Override
  public void assigned(int shard) {
    running.computeIfAbsent(
        shard,
        _ ->
            ShardWorker.start(
                views,
                shard,
                store,
                new ShardLog(shard, log),
                followers.apply(shard),
                pace,
                meters,
                random));
  }

  /// Returns when they have stopped, so that successors find the shards at rest.
  @Override
  public void revoked(Collection<Integer> shards) {
    var stopping = shards.stream().map(running::remove).filter(Objects::nonNull).toList();
    stopping.forEach(ShardWorker::stop);
    stopping.forEach(ShardWorker::close);
  }

  @Override
  public void revokedAll() {
    revoked(new ArrayList<>(running.keySet()));
  }
}
