package dev.tidemark.events.value;

/// How a customer wants to be called. Personal data.
public record DisplayName(String value) {
  public DisplayName {
    Text.free(value, 1, 100, "a display name");
  }

  @Override
  public String toString() {
    return value;
  }
}
