package dev.tidemark.events.value;

/// Why something was ended, cancelled or refunded, in the words of whoever did it.
public record Reason(String value) {
  public Reason {
    Text.free(value, 1, 200, "a reason");
  }

  @Override
  public String toString() {
    return value;
  }
}
