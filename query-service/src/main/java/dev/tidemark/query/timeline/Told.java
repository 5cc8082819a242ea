package dev.tidemark.query.timeline;

import dev.tidemark.events.EventTopic;
import dev.tidemark.events.value.OrderId;
import dev.tidemark.events.value.SessionId;
import dev.tidemark.events.value.Username;
import dev.tidemark.query.consistency.Scope;
import dev.tidemark.query.store.EventRows.Aggregate;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/// Whose timeline, and the shard in which it is told.
public record Told(Aggregate aggregate, int shard) {
  public static Told of(Username username, int shards) {
    return new Told(
        new Aggregate(EventTopic.USERS, username.value()), username.slot().shard(shards));
  }

  public static Told of(SessionId id, int shards) {
    return new Told(new Aggregate(EventTopic.SESSIONS, id.toString()), id.slot().shard(shards));
  }

  public static Told of(OrderId id, int shards) {
    return new Told(new Aggregate(EventTopic.ORDERS, id.toString()), id.slot().shard(shards));
  }

  Scope scope() {
    return Scope.of(aggregate.topic(), shard);
  }

  /// For cursors, which hold one.
  UUID uuid() {
    return UUID.nameUUIDFromBytes(aggregate.id().getBytes(StandardCharsets.UTF_8));
  }
}
