package dev.tidemark.events;

/// The event topics. All have the same number of partitions; partition p of every one is shard p.
/// The order of the constants is part of the consistency token's format: append only.
public enum EventTopic {
  USERS("users.events"),
  SESSIONS("sessions.events"),
  ORDERS("orders.events");

  private final String topicName;

  EventTopic(String topicName) {
    this.topicName = topicName;
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
