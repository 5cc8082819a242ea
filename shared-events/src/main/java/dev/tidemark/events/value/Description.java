package dev.tidemark.events.value;

/// What an order line says of its goods, kept exactly as it came: blank, untrimmed, any script.
public record Description(String value) {
  public Description {
    Text.free(value, 0, 500, "a description");
  }

  @Override
  public String toString() {
    return value;
  }
}
