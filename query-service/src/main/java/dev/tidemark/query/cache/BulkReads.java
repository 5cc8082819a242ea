package dev.tidemark.query.cache;

import dev.tidemark.events.consistency.ConsistencyToken;
import dev.tidemark.query.consistency.Reading;
import dev.tidemark.query.consistency.Scope;
import dev.tidemark.query.store.FreshReads;
import dev.tidemark.query.store.Query;
import dev.tidemark.query.store.Row;
import dev.tidemark.query.store.Snapshot;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;

/// Many views of one kind at once: what this process holds, then one MGET for each shard, then one
/// query for all that is left open.
public final class BulkReads {
  /// One of them.
  public record Wanted<I, V extends Record>(I id, CacheKey<V> key) {}

  /// Reads the rows of some ids.
  public interface Load<I, V extends Record> extends Function<List<I>, Query<Map<I, Row<V>>>> {}

  private final NearCache near;
  private final RedisCache cache;
  private final ReadThrough through;
  private final Fills fills;
  private final FreshReads fresh;
  private final JsonMapper json;

  public BulkReads(
      NearCache near,
      RedisCache cache,
      ReadThrough through,
      Fills fills,
      FreshReads fresh,
      JsonMapper json) {
    this.json = json;
    this.near = near;
    this.cache = cache;
    this.through = through;
    this.fills = fills;
    this.fresh = fresh;
  }

  /// @param wanted each id once
  /// @return a reading for each id; empty where there is no view
  public <I, V extends Record> Map<I, Reading<Optional<Shown<V>>>> all(
      List<Wanted<I, V>> wanted, ConsistencyToken token, Load<I, V> load) {
    Map<I, Reading<Optional<Shown<V>>>> readings = fromHere(wanted, token);
    List<Wanted<I, V>> absent = open(wanted, readings);
    if (!absent.isEmpty()) {
      readings.putAll(fromRedis(absent, token));
    }
    List<Wanted<I, V>> open = open(absent, readings);
    if (!open.isEmpty()) {
      readings.putAll(fromStore(open, token, load));
    }
    return readings;
  }

  private static <I, V extends Record> List<Wanted<I, V>> open(
      List<Wanted<I, V>> wanted, Map<I, Reading<Optional<Shown<V>>>> readings) {
    return wanted.stream().filter(one -> !readings.containsKey(one.id())).toList();
  }

  private <I, V extends Record> Map<I, Reading<Optional<Shown<V>>>> fromHere(
      List<Wanted<I, V>> wanted, ConsistencyToken token) {
    var readings = new HashMap<I, Reading<Optional<Shown<V>>>>();
    for (Wanted<I, V> one : wanted) {
      near.find(one.key(), token).ifPresent(reading -> readings.put(one.id(), reading));
    }
    return readings;
  }

  private <I, V extends Record> Map<I, Reading<Optional<Shown<V>>>> fromRedis(
      List<Wanted<I, V>> wanted, ConsistencyToken token) {
    List<List<Wanted<I, V>>> shards =
        List.copyOf(
            wanted.stream().collect(Collectors.groupingBy(one -> one.key().shard())).values());
    List<ShardLook> looks = cache.look(shards.stream().map(BulkReads::keys).toList());
    var readings = new HashMap<I, Reading<Optional<Shown<V>>>>();
    for (int shard = 0; shard < shards.size(); shard++) {
      List<Wanted<I, V>> ofShard = shards.get(shard);
      for (int i = 0; i < ofShard.size(); i++) {
        Wanted<I, V> one = ofShard.get(i);
        through
            .served(one.key(), looks.get(shard), i, token)
            .ifPresent(reading -> readings.put(one.id(), reading));
      }
    }
    return readings;
  }

  private <I, V extends Record> Map<I, Reading<Optional<Shown<V>>>> fromStore(
      List<Wanted<I, V>> open, ConsistencyToken token, Load<I, V> load) {
    Scope scope = scope(open);
    List<I> ids = open.stream().map(Wanted::id).toList();
    Query<Map<I, Row<V>>> query = load.apply(ids);
    Reading<Map<I, Row<V>>> found =
        fresh
            .atLeast(
                token,
                scope,
                () -> filled(open, fresh.nearest(scope, query)),
                () -> filled(open, fresh.newest(scope, query)))
            .reading(scope);
    return ids.stream()
        .collect(
            Collectors.toMap(
                id -> id,
                id ->
                    found.map(rows ->
                        Optional.ofNullable(rows.get(id))
                            .map(row -> Shown.of(row.view(), row.sourceOffset(), json)))));
  }

  private <I, V extends Record> Snapshot<Map<I, Row<V>>> filled(
      List<Wanted<I, V>> open, Snapshot<Map<I, Row<V>>> snapshot) {
    for (Wanted<I, V> one : open) {
      Optional<Row<V>> row = Optional.ofNullable(snapshot.rows().get(one.id()));
      fills.fill(one.key(), row, snapshot.positions());
    }
    return snapshot;
  }

  private static <I, V extends Record> ShardKeys keys(List<Wanted<I, V>> ofShard) {
    return new ShardKeys(
        ofShard.getFirst().key().keys(), ofShard.stream().map(one -> one.key().text()).toList());
  }

  private static <I, V extends Record> Scope scope(List<Wanted<I, V>> open) {
    return new Scope(
        Set.of(open.getFirst().key().kind().topic()),
        open.stream().map(one -> one.key().shard()).collect(Collectors.toSet()));
  }
}
