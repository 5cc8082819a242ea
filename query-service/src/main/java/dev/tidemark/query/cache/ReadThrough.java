package dev.tidemark.query.cache;

import dev.tidemark.events.consistency.ConsistencyToken;
import dev.tidemark.events.consistency.Position;
import dev.tidemark.query.consistency.Reading;
import dev.tidemark.query.consistency.Scope;
import dev.tidemark.query.consistency.Source;
import dev.tidemark.query.store.FreshReads;
import dev.tidemark.query.store.Row;
import dev.tidemark.query.store.Snapshot;
import dev.tidemark.views.cache.CachedValue;
import dev.tidemark.views.cache.Watermark;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import tools.jackson.databind.json.JsonMapper;

/// This process, else Redis, else PostgreSQL; each fills those before it.
///
/// A cached value is served if the shard's lease, fetched with it, is alive, and if the value
/// itself or the lease has reached what the reader has seen. The lease says: what stands here, or
/// nothing, is no older than these positions. So a value that it covers is the newest as of then,
/// and a value that is newer than it is newer still.
public final class ReadThrough {
  private static final Watermark NO_LEASE = new Watermark(0, 0, 0, 0, "");

  private final NearCache near;
  private final RedisCache cache;
  private final Fills fills;
  private final FreshReads fresh;
  private final JsonMapper json;
  private final Guards guards;
  private final SingleFlight<String, Snapshot<? extends Optional<? extends Row<?>>>> flights =
      new SingleFlight<>();

  public ReadThrough(
      NearCache near,
      RedisCache cache,
      Fills fills,
      FreshReads fresh,
      JsonMapper json,
      Guards guards) {
    this.near = near;
    this.cache = cache;
    this.fills = fills;
    this.fresh = fresh;
    this.json = json;
    this.guards = guards;
  }

  /// @param load reads the row and the positions of the key's scope
  /// @return the view; empty if there is none
  public <V extends Record> Reading<Optional<V>> one(
      CacheKey<V> key, ConsistencyToken token, Supplier<Snapshot<Optional<Row<V>>>> load) {
    return near.find(key, token)
        .or(() -> fromRedis(key, token))
        .orElseGet(() -> loaded(key, token, load));
  }

  private <V extends Record> Optional<Reading<Optional<V>>> fromRedis(
      CacheKey<V> key, ConsistencyToken token) {
    var keys = new ShardKeys(key.keys(), List.of(key.text()));
    return served(key, cache.look(List.of(keys)).getFirst(), 0, token);
  }

  /// The answer of Redis, if it may be given to this reader. It is kept near.
  <V extends Record> Optional<Reading<Optional<V>>> served(
      CacheKey<V> key, ShardLook look, int index, ConsistencyToken token) {
    Optional<byte[]> bytes = look.values().get(index);
    if (bytes.isEmpty() || (look.lease().isEmpty() && guards.lease())) {
      return Optional.empty();
    }
    Watermark lease = look.lease().orElse(NO_LEASE);
    Optional<CachedValue<V>> value = CachedValue.decode(bytes.get(), key.kind().type(), json);
    if (value.isEmpty()) {
      cache.countUnreadable();
    }
    return value
        .filter(found -> reached(found.version(), lease, key, token))
        .map(found -> {
          long provedAt = lease.nextPosition(key.kind().topic());
          near.keep(key, found.version(), provedAt, found.view(), bytes.get().length);
          return Reading.from(
              Source.REDIS,
              Optional.ofNullable(found.view()),
              reflected(found.version(), lease, key));
        });
  }

  private <V extends Record> Reading<Optional<V>> loaded(
      CacheKey<V> key, ConsistencyToken token, Supplier<Snapshot<Optional<Row<V>>>> load) {
    Scope scope = key.scope();
    Supplier<Snapshot<Optional<Row<V>>>> filling = () -> filled(key, load.get());
    Snapshot<Optional<Row<V>>> snapshot =
        fresh.atLeast(token, scope, () -> shared(key, filling), filling);
    return Reading.from(
        Source.POSTGRES, snapshot.rows().map(Row::view), snapshot.positions().reflected(scope));
  }

  /// Keys name the kind of view, so that those who share a key share its type.
  @SuppressWarnings("unchecked")
  private <V extends Record> Snapshot<Optional<Row<V>>> shared(
      CacheKey<V> key, Supplier<Snapshot<Optional<Row<V>>>> load) {
    return (Snapshot<Optional<Row<V>>>) flights.once(key.text(), load::get);
  }

  private <V extends Record> Snapshot<Optional<Row<V>>> filled(
      CacheKey<V> key, Snapshot<Optional<Row<V>>> snapshot) {
    fills.fill(key, snapshot.rows(), snapshot.positions());
    return snapshot;
  }

  private boolean reached(long version, Watermark lease, CacheKey<?> key, ConsistencyToken token) {
    OptionalLong seen = token.offset(key.kind().topic(), key.shard());
    return seen.isEmpty()
        || !guards.tokens()
        || version >= seen.getAsLong()
        || lease.nextPosition(key.kind().topic()) > seen.getAsLong();
  }

  private static ConsistencyToken reflected(long version, Watermark lease, CacheKey<?> key) {
    long offset = Math.max(version, lease.nextPosition(key.kind().topic()) - 1);
    return ConsistencyToken.of(new Position(key.kind().topic(), key.shard(), offset));
  }
}
