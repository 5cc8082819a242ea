package dev.tidemark.projection.log;

import dev.tidemark.events.EventTopic;

/// A place was asked for that the log does not hold, or holds no more.
public final class OutOfLogException extends RuntimeException {
  OutOfLogException(EventTopic topic, int shard, long offset, Throwable cause) {
    super(
        "Expected offset %d of %s, shard %d, to be in the log, but it is not"
            .formatted(offset, topic.topicName(), shard),
        cause);
  }
}
