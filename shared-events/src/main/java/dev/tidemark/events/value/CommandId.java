package dev.tidemark.events.value;

import java.util.regex.Pattern;

/// Names one intention of a client: the idempotency key. Scoped to its customer.
public record CommandId(String value) {
  private static final Pattern PATTERN = Pattern.compile("[!-~]{1,128}");

  public CommandId {
    Text.matches(
        PATTERN, value, "an idempotency key of 1 to 128 printable ASCII characters without blanks");
  }

  @Override
  public String toString() {
    return value;
  }
}
