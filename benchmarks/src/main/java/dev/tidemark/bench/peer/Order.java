package dev.tidemark.bench.peer;

import java.math.BigDecimal;
import java.util.List;

/// An order as it is kept.
public record Order(
    String orderId, String username, String currency, BigDecimal total, List<NewOrder.Line> lines) {
  public Order {
    lines = List.copyOf(lines);
  }

  public static Order of(String orderId, String username, NewOrder asked) {
    return new Order(orderId, username, asked.currency(), asked.total(), asked.lines());
  }
}
