package dev.tidemark.views.cache;

import dev.tidemark.events.EventTopic;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How far the cache of one shard holds the log, and who said so.
///
/// Text form: three next positions of 20 digits (users, sessions, orders), the write sequence of 20
/// digits and the writer's nonce, joined by colons. The sequence grows with every write of values,
/// so that each write names the one before it: if a failover loses any of them, the next one
/// notices.
///
/// @param users next position of `users.events`: every record before it is in the cache, or absent
///   from it, but not older
/// @param nonce 8 to 32 letters and digits, new for every writer
public record Watermark(long users, long sessions, long orders, long writeSequence, String nonce) {
  private static final Pattern PATTERN =
      Pattern.compile("([0-9]{20}):([0-9]{20}):([0-9]{20}):([0-9]{20}):([0-9a-zA-Z]{8,32})");

  public long nextPosition(EventTopic topic) {
    return switch (topic) {
      case USERS -> users;
      case SESSIONS -> sessions;
      case ORDERS -> orders;
    };
  }

  /// Where the position of `topic` begins in the text form.
  static int textOffset(EventTopic topic) {
    return switch (topic) {
      case USERS -> 0;
      case SESSIONS -> 21;
      case ORDERS -> 42;
    };
  }

  /// The next write of the same writer, which leaves the positions where they are.
  public Watermark nextWrite() {
    return new Watermark(users, sessions, orders, writeSequence + 1, nonce);
  }

  /// The next write of the same writer, which reaches these positions.
  public Watermark nextWrite(long toUsers, long toSessions, long toOrders) {
    return new Watermark(toUsers, toSessions, toOrders, writeSequence + 1, nonce);
  }

  public String encode() {
    return String.format(
        Locale.ROOT, "%020d:%020d:%020d:%020d:%s", users, sessions, orders, writeSequence, nonce);
  }

  /// Empty if this is no watermark.
  public static Optional<Watermark> decode(String text) {
    Matcher matcher = PATTERN.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new Watermark(
              Long.parseLong(matcher.group(1)),
              Long.parseLong(matcher.group(2)),
              Long.parseLong(matcher.group(3)),
              Long.parseLong(matcher.group(4)),
              matcher.group(5)));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }
}
