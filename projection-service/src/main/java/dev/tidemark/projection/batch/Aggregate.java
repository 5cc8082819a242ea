package dev.tidemark.projection.batch;

import dev.tidemark.events.EventTopic;
import java.util.regex.Pattern;

/// Names an aggregate. Its topic belongs to the name: a username may look like an order's id.
public record Aggregate(EventTopic topic, String id) {
  private static final int ID_CHARS_MAX = 128;
  private static final Pattern UNPRINTABLE = Pattern.compile("[^\\x20-\\x7e]");

  /// A name that came out of a record which could not be read: anything may stand there, so it is
  /// made short and printable. That may join two such names, but never one of them with the id of
  /// an aggregate that can be read.
  static Aggregate ofAnyName(EventTopic topic, String name) {
    String printable = UNPRINTABLE.matcher(name).replaceAll("?");
    boolean unchanged = printable.equals(name) && name.length() <= ID_CHARS_MAX;
    return new Aggregate(
        topic,
        unchanged
            ? name
            : "?" + printable.substring(0, Math.min(printable.length(), ID_CHARS_MAX)));
  }
}
