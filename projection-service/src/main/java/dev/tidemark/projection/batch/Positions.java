package dev.tidemark.projection.batch;

import dev.tidemark.events.EventTopic;

/// The next record to read of each topic in one shard: all that stand before are folded. As Kafka's
/// consumer says it, never counted: transaction markers and aborted records leave holes.
public record Positions(long users, long sessions, long orders) {
  public static final Positions START = new Positions(0, 0, 0);

  public long of(EventTopic topic) {
    return switch (topic) {
      case USERS -> users;
      case SESSIONS -> sessions;
      case ORDERS -> orders;
    };
  }

  public Positions with(EventTopic topic, long position) {
    return switch (topic) {
      case USERS -> new Positions(position, sessions, orders);
      case SESSIONS -> new Positions(users, position, orders);
      case ORDERS -> new Positions(users, sessions, position);
    };
  }

  /// Whether any topic is further here than there.
  public boolean isBeyond(Positions other) {
    return users > other.users || sessions > other.sessions || orders > other.orders;
  }

  public long sum() {
    return users + sessions + orders;
  }

  @Override
  public String toString() {
    return users + "/" + sessions + "/" + orders;
  }
}
