package dev.tidemark.projection.cache;

import dev.tidemark.events.EventTopic;
import dev.tidemark.projection.batch.Aggregate;
import dev.tidemark.projection.batch.Positions;
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
    return of(slices, Positions.START);
  }

  /// The same rows as what they are known to be: the newest as of `standing`. So they take the
  /// place of whatever was proved before, absence included, though their last events may be older.
  List<CachedRow> of(Slices slices, Positions standing) {
    var rows = new ArrayList<CachedRow>();
    add(
        rows,
        EventTopic.USERS,
        standing,
        slices.users(),
        user -> keys.user(user.username()),
        settings.userTimeToLive());
    add(
        rows,
        EventTopic.SESSIONS,
        standing,
        slices.sessions(),
        session -> keys.session(session.sessionId()),
        settings.sessionTimeToLive());
    add(
        rows,
        EventTopic.ORDERS,
        standing,
        slices.orders(),
        order -> keys.order(order.orderId()),
        settings.orderTimeToLive());
    return rows;
  }

  private <V extends Record> void add(
      List<CachedRow> rows,
      EventTopic topic,
      Positions standing,
      Slice<V> slice,
      Function<V, String> key,
      Duration timeToLive) {
    for (Row<V> row : slice.rows()) {
      rows.add(of(topic, standing, row, key.apply(row.view()), timeToLive));
    }
  }

  CachedRow of(Aggregate aggregate, Row<? extends Record> row) {
    EventTopic topic = aggregate.topic();
    Duration timeToLive =
        switch (topic) {
          case USERS -> settings.userTimeToLive();
          case SESSIONS -> settings.sessionTimeToLive();
          case ORDERS -> settings.orderTimeToLive();
        };
    return of(topic, Positions.START, row, keys.of(topic, aggregate.id()), timeToLive);
  }

  private CachedRow of(
      EventTopic topic,
      Positions standing,
      Row<? extends Record> row,
      String key,
      Duration timeToLive) {
    long version = Math.max(row.sourceOffset(), standing.of(topic) - 1);
    byte[] bytes = new CachedValue<Record>(version, row.view()).encode(mapper);
    var entry = new CacheScripts.Entry(key, bytes, jittered(timeToLive));
    return new CachedRow(topic, row.sourceOffset(), entry);
  }

  private Duration jittered(Duration timeToLive) {
    double part = 1 - JITTER * random.nextDouble();
    return Duration.ofMillis(Math.max(1, (long) (timeToLive.toMillis() * part)));
  }
}
