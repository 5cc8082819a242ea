package dev.tidemark.events.value;

/// A client's own number for an order, such as an invoice number. Not unique, never interpreted.
public record Reference(String value) {
  public Reference {
    Text.free(value, 1, 64, "a reference");
  }

  @Override
  public String toString() {
    return value;
  }
}
