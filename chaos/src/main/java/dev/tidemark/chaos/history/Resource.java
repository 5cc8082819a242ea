package dev.tidemark.chaos.history;

import dev.tidemark.events.EventTopic;

/// What can be changed by a command and read by itself.
public enum Resource {
  USER(EventTopic.USERS),
  SESSION(EventTopic.SESSIONS),
  ORDER(EventTopic.ORDERS);

  private final EventTopic topic;

  Resource(EventTopic topic) {
    this.topic = topic;
  }

  /// Where its events stand.
  public EventTopic topic() {
    return topic;
  }

  public static Resource of(EventTopic topic) {
    return switch (topic) {
      case USERS -> USER;
      case SESSIONS -> SESSION;
      case ORDERS -> ORDER;
    };
  }
}
