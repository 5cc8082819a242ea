package dev.tidemark.events.value;

import java.util.regex.Pattern;

/// Where a customer is written to. Personal data; only its outline is checked, delivery proves it.
public record EmailAddress(String value) {
  private static final Pattern PATTERN =
      Pattern.compile("(?=.{3,254}$)[^\\s@\\p{Cntrl}]{1,64}@[^\\s@\\p{Cntrl}]+");

  public EmailAddress {
    Text.matchesUnshown(PATTERN, value, "an e-mail address of at most 254 characters with one @");
  }

  @Override
  public String toString() {
    return value;
  }
}
