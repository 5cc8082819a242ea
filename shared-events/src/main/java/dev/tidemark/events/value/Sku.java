package dev.tidemark.events.value;

import java.util.regex.Pattern;

/// A stock keeping unit. Case counts: `15056bl` and `15056BL` are two.
public record Sku(String value) {
  private static final Pattern PATTERN = Pattern.compile("[!-~](?:[ -~]{0,62}[!-~])?");

  public Sku {
    Text.matches(
        PATTERN, value, "a sku of 1 to 64 printable ASCII characters without blanks at its ends");
  }

  @Override
  public String toString() {
    return value;
  }
}
