package dev.tidemark.projection.cache;

import dev.tidemark.events.EventTopic;
import dev.tidemark.projection.batch.Aggregate;
import dev.tidemark.projection.batch.Positions;
import dev.tidemark.projection.view.Row;
import dev.tidemark.views.OrderView;
import dev.tidemark.views.SessionView;
import dev.tidemark.views.UserView;
import dev.tidemark.views.ViewJson;
import dev.tidemark.views.cache.CacheKeys;
import dev.tidemark.views.cache.CachedValue;
import dev.tidemark.views.cache.Watermark;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.random.RandomGenerator;
import tools.jackson.databind.json.JsonMapper;

/// Single values of the cache, held against what they should say, and written or dropped beside the
/// writer of their shard. Thread-safe.
public final class CacheValues {
  /// What a value turns out to be.
  public enum Found {
    EQUAL,
    /// None stands there, which is always allowed.
    ABSENT,
    /// It lacks events, and nobody trusts it to have them.
    BEHIND,
    /// It claims to be newer than what it was compared with.
    NEWER,
    /// It lacks events that the lease says it has.
    STALE,
    /// It says something else, or nothing that can be read.
    DIFFERENT
  }

  /// @param bytes none if it is [Found#ABSENT]
  public record Looked(Aggregate aggregate, Found found, Optional<byte[]> bytes) {}

  private final RedisLink redis;
  private final IntFunction<CacheKeys> keys;
  private final CacheSettings settings;
  private final RandomGenerator random;
  private final JsonMapper mapper = ViewJson.mapper();

  /// @param keys of a shard
  /// @param random safe for many threads
  public CacheValues(
      RedisLink redis,
      IntFunction<CacheKeys> keys,
      CacheSettings settings,
      RandomGenerator random) {
    this.redis = redis;
    this.keys = keys;
    this.settings = settings;
    this.random = random;
  }

  /// @param expected the row of each aggregate, as of `standing`; empty if it has none
  /// @throws CacheException if Redis does not answer
  public List<Looked> look(
      int shard,
      List<Aggregate> aggregates,
      Function<Aggregate, Optional<Row<? extends Record>>> expected,
      Positions standing) {
    CacheKeys ofShard = keys.apply(shard);
    var names = new ArrayList<String>();
    names.add(ofShard.lease());
    aggregates.forEach(each -> names.add(ofShard.of(each.topic(), each.id())));
    List<Optional<byte[]>> found = redis.all(names).stream().map(Optional::ofNullable).toList();
    Optional<Watermark> lease =
        found
            .getFirst()
            .flatMap(bytes -> Watermark.decode(new String(bytes, StandardCharsets.US_ASCII)));
    var looked = new ArrayList<Looked>();
    for (int i = 0; i < aggregates.size(); i++) {
      Aggregate each = aggregates.get(i);
      Optional<byte[]> bytes = found.get(i + 1);
      Found what =
          bytes
              .map(value -> judged(each.topic(), value, expected.apply(each), lease, standing))
              .orElse(Found.ABSENT);
      looked.add(new Looked(each, what, bytes));
    }
    return looked;
  }

  /// Writes a row as it was read at `standing`. It is worth what its last event is: if it comes too
  /// late, it does not take the place of what a repair has made of the row meanwhile.
  ///
  /// @return false if the cache has moved on, or nobody writes the shard's cache yet
  /// @throws CacheException if Redis does not answer
  public boolean put(
      int shard, Aggregate aggregate, Row<? extends Record> row, Positions standing) {
    CacheKeys ofShard = keys.apply(shard);
    CachedRow cached = new CachedRows(ofShard, settings, random).of(aggregate, row);
    EventTopic topic = aggregate.topic();
    return redis.run(scripts -> scripts.put(ofShard, topic, standing.of(topic), cached.entry()));
  }

  /// Deletes a value that is wrong, if it still stands there.
  ///
  /// @throws CacheException if Redis does not answer
  public boolean drop(int shard, Looked wrong) {
    Aggregate aggregate = wrong.aggregate();
    String key = keys.apply(shard).of(aggregate.topic(), aggregate.id());
    return wrong.bytes().isPresent()
        && redis.run(scripts -> scripts.drop(key, wrong.bytes().get()));
  }

  private Found judged(
      EventTopic topic,
      byte[] bytes,
      Optional<Row<? extends Record>> expected,
      Optional<Watermark> lease,
      Positions standing) {
    Optional<? extends CachedValue<? extends Record>> decoded =
        CachedValue.decode(bytes, type(topic), mapper);
    if (decoded.isEmpty()) {
      return Found.DIFFERENT;
    }
    CachedValue<? extends Record> value = decoded.get();
    if (value.version() >= standing.of(topic)) {
      return Found.NEWER;
    }
    Optional<Record> should = expected.map(Row::view);
    if (should.equals(Optional.ofNullable(value.view()))) {
      return Found.EQUAL;
    }
    long last = expected.map(Row::sourceOffset).orElse(-1L);
    if (value.version() >= last) {
      return Found.DIFFERENT;
    }
    boolean trusted = lease.filter(known -> known.nextPosition(topic) > last).isPresent();
    return trusted ? Found.STALE : Found.BEHIND;
  }

  private static Class<? extends Record> type(EventTopic topic) {
    return switch (topic) {
      case USERS -> UserView.class;
      case SESSIONS -> SessionView.class;
      case ORDERS -> OrderView.class;
    };
  }
}
