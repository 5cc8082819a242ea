package dev.tidemark.projection.store;

import dev.tidemark.projection.given.MemoryStore;
import dev.tidemark.projection.given.Views;
import java.math.BigDecimal;
import java.util.List;

/// The sums of one shard, a line each: what is stored, and what a fold in memory comes to.
final class StoredSales {
  private StoredSales() {}

  static List<String> of(Views views, int shard) throws Exception {
    return views.ask(
        "SELECT month, orders, units, revenue::float, refunded::float FROM sales WHERE shard = "
            + shard
            + " ORDER BY country, month");
  }

  static List<String> expected(MemoryStore memory) {
    return memory.sales().values().stream()
        .map(sold ->
            "%s %d %d %s %s"
                .formatted(
                    sold.key().month(),
                    sold.orders(),
                    sold.units(),
                    number(sold.revenue()),
                    number(sold.refunded())))
        .toList();
  }

  private static String number(BigDecimal value) {
    return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
  }
}
