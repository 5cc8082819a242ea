package dev.tidemark.events.value;

import java.util.Locale;
import java.util.regex.Pattern;

/// A customer's name: the consistency boundary and the key of all their records. Always folded to
/// lower case, so that `Alice` and `alice` are one customer.
public record Username(String value) implements Comparable<Username> {
  private static final Pattern PATTERN = Pattern.compile("[a-z0-9](?:[a-z0-9._-]{0,62}[a-z0-9])?");

  public Username {
    Text.matches(
        PATTERN,
        value,
        "a username of 1 to 64 characters from a-z, 0-9, '.', '_' and '-', with a letter or digit"
            + " at both ends");
  }

  /// As a client wrote it: ASCII upper case is folded, anything else must fit as it is.
  public static Username parse(String text) {
    boolean ascii = text.chars().allMatch(c -> c < 128);
    return new Username(ascii ? text.toLowerCase(Locale.ROOT) : text);
  }

  public Slot slot() {
    return Slot.of(value);
  }

  @Override
  public int compareTo(Username other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
