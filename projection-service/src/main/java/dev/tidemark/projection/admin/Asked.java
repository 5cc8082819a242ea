package dev.tidemark.projection.admin;

import dev.tidemark.events.EventTopic;
import dev.tidemark.runtime.api.Parameter;
import dev.tidemark.runtime.api.Shape;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/// Query parameters that several routes of operators take, and how they are read.
final class Asked {
  static final int SHARD_MAX = 100_000;
  static final long OFFSET_MAX = 999_999_999_999_999_999L;

  static final Parameter TOPIC =
      Parameter.query("topic", new Shape.OneOf(topicNames()), "The topic of its events");
  static final Parameter SHARD =
      Parameter.query("shard", new Shape.Whole(0, SHARD_MAX), "The shard, which is the partition");
  static final Parameter DRY_RUN =
      Parameter.query(
          "dryRun",
          new Shape.OneOf(List.of("true", "false")),
          "Say what would be done; do nothing");

  private Asked() {}

  static EventTopic topic(String text) {
    return Arrays.stream(EventTopic.values())
        .filter(topic -> topic.topicName().equals(text))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException("Expected one of " + String.join(", ", topicNames())));
  }

  static int shard(String text) {
    return (int) whole(text, 0, SHARD_MAX);
  }

  static long offset(String text) {
    return whole(text, 0, OFFSET_MAX);
  }

  /// Digits only: no sign, no blanks, no leading zeros.
  static long whole(String text, long min, long max) {
    boolean digits = text.matches("[1-9][0-9]{0,17}|0");
    if (!digits || Long.parseLong(text) < min || Long.parseLong(text) > max) {
      throw new IllegalArgumentException("Expected a whole number from " + min + " to " + max);
    }
    return Long.parseLong(text);
  }

  static boolean flag(String text) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException("Expected true or false");
    };
  }

  static Instant instant(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("Expected an instant as 2011-01-31T08:26:00Z", e);
    }
  }

  private static List<String> topicNames() {
    return Arrays.stream(EventTopic.values()).map(EventTopic::topicName).toList();
  }
}
