package dev.tidemark.events.value;

/// One line of an order. The same goods may stand on several lines; lines are never merged.
///
/// @param quantity 1 to 1,000,000 units
/// @param unitPrice above zero
public record OrderLine(Sku sku, Description description, int quantity, Amount unitPrice) {
  public static final int QUANTITY_MAX = 1_000_000;

  public OrderLine {
    if (quantity < 1 || quantity > QUANTITY_MAX) {
      throw new InvalidValueException(
          "Expected a quantity from 1 to " + QUANTITY_MAX + ", but was " + quantity);
    }
    if (unitPrice.isZero()) {
      throw new InvalidValueException("Expected a unitPrice above 0, but was 0");
    }
  }

  public Amount total() {
    return unitPrice.times(quantity);
  }
}
