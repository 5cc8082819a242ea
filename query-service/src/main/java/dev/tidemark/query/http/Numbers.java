package dev.tidemark.query.http;

import dev.tidemark.events.value.InvalidValueException;
import java.time.DateTimeException;
import java.time.Instant;

/// Numbers and times in query parameters.
public final class Numbers {
  private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");
  private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999999999Z");

  private Numbers() {}

  /// Digits only: no sign, no blanks, no leading zeros.
  public static int within(String text, int min, int max) {
    boolean digits = text.matches("[1-9][0-9]{0,8}|0");
    if (!digits || Integer.parseInt(text) < min || Integer.parseInt(text) > max) {
      throw new InvalidValueException(
          "Expected a whole number from " + min + " to " + max + ", but was another text");
    }
    return Integer.parseInt(text);
  }

  public static Instant instant(String text) {
    try {
      Instant instant = Instant.parse(text);
      if (instant.isBefore(EARLIEST) || instant.isAfter(LATEST)) {
        throw refused();
      }
      return instant;
    } catch (DateTimeException e) {
      throw refused();
    }
  }

  private static InvalidValueException refused() {
    return new InvalidValueException(
        "Expected an instant as 2011-01-31T08:26:00Z, but was another text");
  }
}
