package dev.tidemark.projection.cache;

import dev.tidemark.events.EventTopic;
import dev.tidemark.projection.store.Slices;
import dev.tidemark.projection.view.Row;
import dev.tidemark.projection.view.Slice;
import dev.tidemark.views.ViewJson;
import dev.tidemark.views.cache.CacheKeys;
import dev.tidemark.views.cache.CacheScripts;
import dev.tidemark.views.cache.CachedValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import tools.jackson.databind.json.JsonMapper;

/// Turns the rows of one shard into values of the cache.
final class CachedRows {
  private static final double JITTER = 0.1;

  private final CacheKeys keys;
  private final CacheSettings settings;
  private final RandomGenerator random;
  private final JsonMapper mapper = ViewJson.mapper();

  CachedRows(CacheKeys keys, CacheSettings settings, RandomGenerator random) {
    this.keys = keys;
    this.settings = settings;
    this.random = random;
  }

  /// In the order of their offsets within each topic.
  List<CachedRow> of(Slices slices) {
    var rows = new ArrayList<CachedRow>();
    add(
        rows,
        EventTopic.USERS,
        slices.users(),
        user -> keys.user(user.username()),
        settings.userTimeToLive());
    add(
        rows,
        EventTopic.SESSIONS,
        slices.sessions(),
        session -> keys.session(session.sessionId()),
        settings.sessionTimeToLive());
    add(
        rows,
        EventTopic.ORDERS,
        slices.orders(),
        order -> keys.order(order.orderId()),
        settings.orderTimeToLive());
    return rows;
  }

  private <V extends Record> void add(
      List<CachedRow> rows,
      EventTopic topic,
      Slice<V> slice,
      Function<V, String> key,
      Duration timeToLive) {
    for (Row<V> row : slice.rows()) {
      byte[] bytes = new CachedValue<>(row.sourceOffset(), row.view()).encode(mapper);
      var entry = new CacheScripts.Entry(key.apply(row.view()), bytes, jittered(timeToLive));
      rows.add(new CachedRow(topic, row.sourceOffset(), entry));
    }
  }

  private Duration jittered(Duration timeToLive) {
    double part = 1 - JITTER * random.nextDouble();
    return Duration.ofMillis(Math.max(1, (long) (timeToLive.toMillis() * part)));
  }
}
