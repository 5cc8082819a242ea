package dev.tidemark.query.cache;

import dev.tidemark.events.EventTopic;
import dev.tidemark.events.consistency.ConsistencyToken;
import dev.tidemark.events.consistency.Position;
import dev.tidemark.query.cache.CacheMeters.Got;
import dev.tidemark.query.consistency.Reading;
import dev.tidemark.query.consistency.Scope;
import dev.tidemark.query.consistency.Source;
import dev.tidemark.query.store.FreshReads;
import dev.tidemark.query.store.Query;
import dev.tidemark.query.store.Row;
import dev.tidemark.query.store.Snapshot;
import dev.tidemark.views.cache.CachedValue;
import dev.tidemark.views.cache.Watermark;
import java.time.Duration;
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
  private final Turns turns;
  private final RefreshAhead ahead;
  private final CacheMeters meters;
  private final SingleFlight<String, Snapshot<? extends Optional<? extends Row<?>>>> flights;

  /// @param turnWait for what another instance is reading
  public ReadThrough(
      NearCache near,
      RedisCache cache,
      Fills fills,
      FreshReads fresh,
      JsonMapper json,
      Guards guards,
      Duration turnWait,
      CacheMeters meters) {
    this.near = near;
    this.meters = meters;
    this.turns = new Turns(cache, turnWait, meters);
    this.ahead = new RefreshAhead(cache, meters);
    this.flights = new SingleFlight<>(meters::joinedRead);
    this.cache = cache;
    this.fills = fills;
    this.fresh = fresh;
    this.json = json;
    this.guards = guards;
  }

  /// @param query for the row
  /// @return the view; empty if there is none
  public <V extends Record> Reading<Optional<Shown<V>>> one(
      CacheKey<V> key, ConsistencyToken token, Query<Optional<Row<V>>> query) {
    return near.find(key, token)
        .filter(reading -> isReadable(key, reading))
        .or(() -> fromRedis(key, token, query))
        .orElseGet(() -> loaded(key, token, query));
  }

  private <V extends Record> Optional<Reading<Optional<Shown<V>>>> fromRedis(
      CacheKey<V> key, ConsistencyToken token, Query<Optional<Row<V>>> query) {
    ShardLook look = look(key);
    Optional<Reading<Optional<Shown<V>>>> found = readable(key, look, token);
    if (found.isEmpty() && look.isCold(0) && turns.filledMeanwhile(key.text())) {
      return readable(key, look(key), token);
    }
    if (found.isPresent() && found.get().value().isPresent()) {
      ahead.found(key, () -> filled(key, fresh.nearest(key.scope(), query)));
    }
    return found;
  }

  private ShardLook look(CacheKey<?> key) {
    return cache.look(List.of(new ShardKeys(key.keys(), List.of(key.text())))).getFirst();
  }

  private <V extends Record> Optional<Reading<Optional<Shown<V>>>> readable(
      CacheKey<V> key, ShardLook look, ConsistencyToken token) {
    return served(key, look, 0, token).filter(reading -> isReadable(key, reading));
  }

  private <V extends Record> boolean isReadable(
      CacheKey<V> key, Reading<Optional<Shown<V>>> reading) {
    boolean readable =
        reading.value().isEmpty() || reading.value().get().isReadable(key.kind().type());
    if (!readable) {
      cache.countUnreadable();
    }
    return readable;
  }

  /// The answer of Redis, if it may be given to this reader. It is kept near. Nobody has read the
  /// view yet.
  <V extends Record> Optional<Reading<Optional<Shown<V>>>> served(
      CacheKey<V> key, ShardLook look, int index, ConsistencyToken token) {
    EventTopic topic = key.kind().topic();
    Optional<byte[]> bytes = look.values().get(index);
    if (look.lease().isEmpty() && guards.lease()) {
      meters.redis(topic, Got.BYPASS);
      return Optional.empty();
    }
    if (bytes.isEmpty()) {
      meters.redis(topic, Got.MISS);
      return Optional.empty();
    }
    Optional<CachedValue.Unread> value = CachedValue.unread(bytes.get());
    if (value.isEmpty()) {
      cache.countUnreadable();
      meters.redis(topic, Got.UNREADABLE);
      return Optional.empty();
    }
    Watermark lease = look.lease().orElse(NO_LEASE);
    CachedValue.Unread found = value.get();
    if (!reached(found.version(), lease, key, token)) {
      meters.redis(topic, Got.STALE);
      return Optional.empty();
    }
    meters.redis(topic, found.isAbsent() ? Got.NEGATIVE : Got.HIT);
    Shown<V> shown = found.isAbsent() ? null : Shown.unread(found, json);
    near.keep(key, found.version(), lease.nextPosition(topic), shown, bytes.get().length);
    return Optional.of(
        Reading.from(
            Source.REDIS, Optional.ofNullable(shown), reflected(found.version(), lease, key)));
  }

  private <V extends Record> Reading<Optional<Shown<V>>> loaded(
      CacheKey<V> key, ConsistencyToken token, Query<Optional<Row<V>>> query) {
    Scope scope = key.scope();
    return fresh
        .atLeast(
            token,
            scope,
            () -> shared(key, () -> filled(key, fresh.nearest(scope, query))),
            () -> filled(key, fresh.newest(scope, query)))
        .reading(scope)
        .map(row -> row.map(found -> Shown.of(found.view(), found.sourceOffset(), json)));
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
