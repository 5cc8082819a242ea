package dev.tidemark.projection.rebuild;

import dev.tidemark.projection.generation.Generation;
import dev.tidemark.projection.runtime.Follower;
import dev.tidemark.projection.runtime.Followers;
import dev.tidemark.projection.runtime.Pace;
import dev.tidemark.projection.runtime.ShardStatus;
import dev.tidemark.projection.runtime.Workers;
import dev.tidemark.projection.store.Database;
import dev.tidemark.projection.store.ViewStore;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToDoubleFunction;

/// The rows of one schema, which the shards of this instance are written to, and the caches that
/// follow them. Changed by one thread at a time; looked at by any.
final class LiveViews implements AutoCloseable {
  private final Database database;
  private final ViewStore store;
  private final Workers workers;
  private final Adapters adapters;
  private final int views;
  private final Pace pace = new Pace();
  private final Map<Integer, Pace> cachePaces = new ConcurrentHashMap<>();
  private final Map<Integer, Followers> followers = new ConcurrentHashMap<>();
  private volatile List<Generation> generations = List.of();

  /// @throws dev.tidemark.projection.store.StoreException if PostgreSQL does not answer
  LiveViews(int views, Adapters adapters) {
    this.views = views;
    this.adapters = adapters;
    this.database = adapters.openViews(Generation.schema(views));
    this.store = adapters.store(database);
    this.workers =
        new Workers(
            Generation.schema(views),
            store,
            adapters.log(views),
            this::follower,
            pace,
            () -> adapters.meters().workers(generations),
            adapters.random());
  }

  /// Has these caches follow, and no others.
  ///
  /// @param perSecond the pace of a generation's filling
  void follow(List<Generation> wanted, ToDoubleFunction<Generation> perSecond) {
    double rows = Double.POSITIVE_INFINITY;
    for (Generation each : wanted) {
      Pace cachePace = cachePaces.computeIfAbsent(each.number(), _ -> new Pace());
      switch (each.target()) {
        case ALL -> rows = perSecond.applyAsDouble(each);
        case CACHE -> cachePace.set(perSecond.applyAsDouble(each));
      }
    }
    pace.set(rows);
    List<Generation> before = generations;
    generations = List.copyOf(wanted);
    followers.forEach((shard, ofShard) -> {
      before.stream()
          .filter(old -> wanted.stream().noneMatch(each -> each.number() == old.number()))
          .forEach(old -> ofShard.remove(old.number()));
      wanted.forEach(each -> addCache(ofShard, each, shard));
    });
  }

  void assigned(int shard) {
    workers.assigned(shard);
  }

  void revoked(Collection<Integer> shards) {
    workers.revoked(shards);
    shards.forEach(followers::remove);
  }

  /// In the order of the shards, with what this generation's cache does.
  List<ShardStatus> statuses(int generation) {
    return workers.statuses().stream()
        .map(status -> status.with(following(generation, status.shard())))
        .toList();
  }

  Database database() {
    return database;
  }

  ViewStore store() {
    return store;
  }

  @Override
  public void close() {
    workers.revokedAll();
    followers.clear();
    database.close();
  }

  @Override
  public String toString() {
    return Generation.schema(views);
  }

  private Follower.Follow following(int generation, int shard) {
    Followers ofShard = followers.get(shard);
    return ofShard == null
        ? new Follower.Follow(false, "not begun")
        : ofShard.following(generation);
  }

  private Follower follower(int shard) {
    var ofShard = new Followers();
    followers.put(shard, ofShard);
    generations.forEach(each -> addCache(ofShard, each, shard));
    return ofShard;
  }

  private void addCache(Followers ofShard, Generation generation, int shard) {
    int number = generation.number();
    Pace cachePace = cachePaces.computeIfAbsent(number, _ -> new Pace());
    ofShard.add(
        number,
        () ->
            adapters.cache(
                number,
                shard,
                store,
                cachePace,
                () -> adapters.meters().cache(generations, number)));
  }
}
