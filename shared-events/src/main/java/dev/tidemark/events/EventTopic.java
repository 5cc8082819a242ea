package dev.tidemark.events;

import java.util.Arrays;
import java.util.Optional;

/// The event topics. All have the same number of partitions; partition p of every one is shard p.
public enum EventTopic {
  USERS("users.events", 0),
  SESSIONS("sessions.events", 1),
  ORDERS("orders.events", 2);

  private final String topicName;
  private final int code;

  EventTopic(String topicName, int code) {
    this.topicName = topicName;
    this.code = code;
  }

  /// The topic's number in consistency tokens. Never changed, never used again for another.
  public int code() {
    return code;
  }

  public static Optional<EventTopic> ofCode(int code) {
    return Arrays.stream(values()).filter(topic -> topic.code == code).findFirst();
  }

  /// The name of the Kafka topic.
  public String topicName() {
    return topicName;
  }

  public static EventTopic named(String topicName) {
    for (EventTopic topic : values()) {
      if (topic.topicName.equals(topicName)) {
        return topic;
      }
    }
    throw new IllegalArgumentException("Expected an event topic, but was " + topicName);
  }
}
