package dev.tidemark.projection.cache;

import dev.tidemark.events.EventTopic;
import dev.tidemark.projection.batch.Positions;
import dev.tidemark.projection.generation.ViewDiff;
import dev.tidemark.projection.generation.ViewDiff.Sample;
import dev.tidemark.projection.store.Slices;
import dev.tidemark.projection.store.ViewStore;
import dev.tidemark.projection.view.Row;
import dev.tidemark.views.OrderView;
import dev.tidemark.views.SessionView;
import dev.tidemark.views.UserView;
import dev.tidemark.views.ViewJson;
import dev.tidemark.views.cache.CacheKeys;
import dev.tidemark.views.cache.CachedValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// Compares the values of one generation of the cache with the rows that they follow.
///
/// A value may be absent: time ends it, or Redis needs its place. It may be newer than the row that
/// was read before it. One that is older is given time: the cache follows the rows, and is a moment
/// behind. One of the same offset must say the same.
public final class CacheDiff {
  private static final int SLICE_WEIGHT_MAX = 1_000;
  private static final int LOOKS_MAX = 20;
  private static final Duration LOOK_EVERY = Duration.ofMillis(100);

  private final RedisLink redis;
  private final int generation;
  private final ViewStore store;
  private final JsonMapper mapper = ViewJson.mapper();
  private final CountDownLatch stop;

  /// @param store the rows of this generation
  /// @param stop ends it early
  public CacheDiff(RedisLink redis, int generation, ViewStore store, CountDownLatch stop) {
    this.redis = redis;
    this.generation = generation;
    this.store = store;
    this.stop = stop;
  }

  private record Expected(EventTopic topic, String key, Row<?> row) {}

  private static final class Found {
    private long compared;
    private long differing;
    private long undecided;
    private final List<Sample> samples = new ArrayList<>();

    void differs(Expected expected, @Nullable Object value) {
      differing++;
      if (samples.size() < ViewDiff.SAMPLES_MAX) {
        samples.add(
            new Sample(
                expected.key(),
                "(value)",
                expected.row().view().toString(),
                value == null ? null : value.toString()));
      }
    }
  }

  /// The values of all rows that stand there now.
  public ViewDiff of(int shard) {
    var keys = new CacheKeys(generation, shard);
    Positions end = store.positions(shard);
    Positions from = Positions.START;
    var found = new Found();
    boolean last = false;
    while (!last && stop.getCount() > 0) {
      Slices slices = store.slices(shard, from, end, SLICE_WEIGHT_MAX);
      compare(expected(keys, slices), found);
      from = slices.end(from, end);
      last = slices.areLast();
    }
    return new ViewDiff(
        "cache g" + generation,
        found.compared,
        found.differing,
        found.undecided,
        found.differing == 0 ? Map.of() : Map.of("(value)", found.differing),
        found.samples);
  }

  private static List<Expected> expected(CacheKeys keys, Slices slices) {
    var all = new ArrayList<Expected>();
    add(all, keys, EventTopic.USERS, slices.users().rows(), user -> user.username().value());
    add(all, keys, EventTopic.SESSIONS, slices.sessions().rows(), it -> it.sessionId().toString());
    add(all, keys, EventTopic.ORDERS, slices.orders().rows(), it -> it.orderId().toString());
    return all;
  }

  private static <V extends Record> void add(
      List<Expected> all,
      CacheKeys keys,
      EventTopic topic,
      List<Row<V>> rows,
      Function<V, String> id) {
    for (Row<V> row : rows) {
      all.add(new Expected(topic, keys.of(topic, id.apply(row.view())), row));
    }
  }

  private void compare(List<Expected> all, Found found) {
    List<Expected> open = all;
    found.compared += all.size();
    for (int look = 1; look <= LOOKS_MAX && !open.isEmpty(); look++) {
      open = behind(open, found);
      if (!open.isEmpty()) {
        pause();
      }
    }
    found.compared -= open.size();
    found.undecided += open.size();
  }

  /// Those whose values are older than the rows.
  private List<Expected> behind(List<Expected> all, Found found) {
    var behind = new ArrayList<Expected>();
    List<byte @Nullable []> values = redis.all(all.stream().map(Expected::key).toList());
    for (int i = 0; i < values.size(); i++) {
      byte[] bytes = values.get(i);
      Expected expected = all.get(i);
      if (bytes == null) {
        continue;
      }
      Optional<? extends CachedValue<?>> value =
          CachedValue.decode(bytes, type(expected.topic()), mapper);
      if (value.isEmpty()) {
        found.differs(expected, "cannot be read");
      } else if (value.get().version() < expected.row().sourceOffset()) {
        behind.add(expected);
      } else if (value.get().version() == expected.row().sourceOffset()
          && !expected.row().view().equals(value.get().view())) {
        found.differs(expected, value.get().view());
      }
    }
    return behind;
  }

  private static Class<? extends Record> type(EventTopic topic) {
    return switch (topic) {
      case USERS -> UserView.class;
      case SESSIONS -> SessionView.class;
      case ORDERS -> OrderView.class;
    };
  }

  private void pause() {
    try {
      boolean _ = stop.await(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CacheException("Interrupted while caches were compared", e);
    }
  }
}
