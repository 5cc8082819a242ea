package dev.tidemark.bench.peer;

import dev.tidemark.runtime.problem.Problem;
import java.math.BigDecimal;
import java.util.List;

/// An order as a client asks for it.
public record NewOrder(String currency, List<Line> lines) {
  public NewOrder {
    lines = List.copyOf(lines);
    if (lines.isEmpty()) {
      throw Problem.invalidField("lines", "Expected at least one, but there is none").exception();
    }
  }

  /// One line of it.
  public record Line(String sku, String description, int quantity, BigDecimal unitPrice) {
    public Line {
      if (quantity < 1) {
        throw Problem.invalidField("quantity", "Expected at least 1, but was " + quantity)
            .exception();
      }
    }
  }

  public BigDecimal total() {
    return lines.stream()
        .map(line -> line.unitPrice().multiply(BigDecimal.valueOf(line.quantity())))
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }
}
