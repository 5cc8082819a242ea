package dev.tidemark.views.cache;

import dev.tidemark.events.EventTopic;
import dev.tidemark.events.value.OrderId;
import dev.tidemark.events.value.SessionId;
import dev.tidemark.events.value.Username;

/// The names of the keys of one shard in one generation of the cache, such as `g1:{3}:user:anna`.
/// The hash tag `{p}` keeps a shard on one Redis slot, so that one script and one MGET can reach
/// all of it.
public record CacheKeys(int generation, int shard) {
  public String user(Username username) {
    return of(EventTopic.USERS, username.value());
  }

  public String session(SessionId id) {
    return of(EventTopic.SESSIONS, id.toString());
  }

  public String order(OrderId id) {
    return of(EventTopic.ORDERS, id.toString());
  }

  /// The view of an aggregate.
  ///
  /// @param aggregateId as the subject of its events says it
  public String of(EventTopic topic, String aggregateId) {
    return prefix(generation) + place(shard, topic, aggregateId);
  }

  /// Where an aggregate's view stands in every generation: its key without what tells them apart.
  public static String place(int shard, EventTopic topic, String aggregateId) {
    return switch (topic) {
      case USERS -> tag(shard) + "user:" + aggregateId;
      case SESSIONS -> tag(shard) + "session:" + aggregateId;
      case ORDERS -> tag(shard) + "order:" + aggregateId;
    };
  }

  /// What all keys of a generation begin with, and no others.
  public static String prefix(int generation) {
    return "g" + generation + ":";
  }

  /// What has been written through; never expires.
  public String watermark() {
    return prefix(generation) + tag(shard) + "watermark";
  }

  /// The same text as the watermark while its writer is alive; expires within seconds. Without it
  /// nothing of the shard may be served from the cache.
  public String lease() {
    return prefix(generation) + tag(shard) + "lease";
  }

  /// Says that somebody is reading the value of `key` from the database.
  static String turn(String key) {
    return key + ":turn";
  }

  private static String tag(int shard) {
    return "{" + shard + "}:";
  }
}
