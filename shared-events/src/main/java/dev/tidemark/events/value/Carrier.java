package dev.tidemark.events.value;

/// Who carries a shipment.
public record Carrier(String value) {
  public Carrier {
    Text.free(value, 1, 60, "a carrier");
  }

  @Override
  public String toString() {
    return value;
  }
}
