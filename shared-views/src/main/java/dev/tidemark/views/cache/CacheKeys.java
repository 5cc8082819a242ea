package dev.tidemark.views.cache;

import dev.tidemark.events.EventTopic;
import dev.tidemark.events.value.OrderId;
import dev.tidemark.events.value.SessionId;
import dev.tidemark.events.value.Username;

/// The names of the keys of one shard. The hash tag `{p}` keeps a shard on one Redis slot, so that
/// one script and one MGET can reach all of it.
public record CacheKeys(int shard) {
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
    return switch (topic) {
      case USERS -> prefix() + "user:" + aggregateId;
      case SESSIONS -> prefix() + "session:" + aggregateId;
      case ORDERS -> prefix() + "order:" + aggregateId;
    };
  }

  /// What has been written through; never expires.
  public String watermark() {
    return prefix() + "watermark";
  }

  /// The same text as the watermark while its writer is alive; expires within seconds. Without it
  /// nothing of the shard may be served from the cache.
  public String lease() {
    return prefix() + "lease";
  }

  private String prefix() {
    return "v1:{" + shard + "}:";
  }
}
