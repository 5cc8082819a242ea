package dev.tidemark.events.value;

/// The carrier's code for a shipment.
public record TrackingCode(String value) {
  public TrackingCode {
    Text.free(value, 1, 100, "a tracking code");
  }

  @Override
  public String toString() {
    return value;
  }
}
