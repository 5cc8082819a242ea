package dev.tidemark.events.value;

import java.util.regex.Pattern;

/// A country or region by the name under which sales are reported, such as `Germany`.
public record Country(String value) {
  private static final Pattern PATTERN =
      Pattern.compile("\\p{L}(?:[\\p{L} .,'()&-]{0,58}[\\p{L}.)])?");

  public Country {
    Text.matches(PATTERN, value, "a country name of 1 to 60 letters, blanks and . , ' ( ) & -");
  }

  @Override
  public String toString() {
    return value;
  }
}
