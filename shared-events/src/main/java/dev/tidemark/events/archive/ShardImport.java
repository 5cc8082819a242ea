package dev.tidemark.events.archive;

import dev.tidemark.events.EventTopic;
import dev.tidemark.events.value.InvalidValueException;
import java.util.regex.Pattern;

/// How far a shard's log has been filled from an archive. It stands in the log itself, written with
/// the events that it speaks of, so that the log alone tells where to go on.
///
/// @param source the identity of the log that was archived
/// @param users how much of this topic is here
/// @param ended whether that is all, and the shard takes commands again
public record ShardImport(
    String source, Prefix users, Prefix sessions, Prefix orders, boolean ended) {
  private static final Pattern SOURCE = Pattern.compile("[ -~]{1,256}");

  public ShardImport {
    if (!SOURCE.matcher(source).matches()) {
      throw new InvalidValueException("Expected 1 to 256 printable ASCII characters");
    }
  }

  public static ShardImport begun(String source) {
    return new ShardImport(source, Prefix.NONE, Prefix.NONE, Prefix.NONE, false);
  }

  public Prefix of(EventTopic topic) {
    return switch (topic) {
      case USERS -> users;
      case SESSIONS -> sessions;
      case ORDERS -> orders;
    };
  }

  public ShardImport with(EventTopic topic, Prefix more) {
    return switch (topic) {
      case USERS -> new ShardImport(source, more, sessions, orders, ended);
      case SESSIONS -> new ShardImport(source, users, more, orders, ended);
      case ORDERS -> new ShardImport(source, users, sessions, more, ended);
    };
  }

  public ShardImport end() {
    return new ShardImport(source, users, sessions, orders, true);
  }

  /// Of all topics together.
  public long events() {
    return users.events() + sessions.events() + orders.events();
  }
}
