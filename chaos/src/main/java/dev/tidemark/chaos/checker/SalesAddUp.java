package dev.tidemark.chaos.checker;

import dev.tidemark.chaos.checker.Stores.Sale;
import dev.tidemark.chaos.history.Resource;
import dev.tidemark.chaos.log.Past;
import dev.tidemark.chaos.log.State.OrderState;
import java.math.BigDecimal;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// In the end the sales of each country, month, customer and currency are what the orders of the
/// log add up to.
final class SalesAddUp implements Rule {
  private record Key(String country, String month, String customer, String currency) {}

  private record Sum(long orders, long units, BigDecimal revenue, BigDecimal refunded) {
    static final Sum NOTHING = new Sum(0, 0, BigDecimal.ZERO, BigDecimal.ZERO);

    Sum plus(Sum more) {
      return new Sum(
          orders + more.orders,
          units + more.units,
          revenue.add(more.revenue),
          refunded.add(more.refunded));
    }

    boolean isSame(Sum other) {
      return orders == other.orders
          && units == other.units
          && revenue.compareTo(other.revenue) == 0
          && refunded.compareTo(other.refunded) == 0;
    }
  }

  @Override
  public String name() {
    return "sales-add-up-to-the-log";
  }

  @Override
  public void judge(Evidence evidence, Ruling ruling) {
    Map<Key, Sum> expected = new HashMap<>();
    for (Past past : evidence.log().pasts()) {
      if (past.resource() == Resource.ORDER && past.last() instanceof OrderState order) {
        expected.merge(
            key(order), new Sum(1, order.units(), order.total(), order.refunded()), Sum::plus);
      }
    }
    evidence
        .stores()
        .sales(sale -> {
          ruling.judged();
          Sum sum = expected.remove(key(sale));
          if (!sum(sale).isSame(sum == null ? Sum.NOTHING : sum)) {
            ruling.violated("Expected %s, but was %s".formatted(sum, sale), List.of(), List.of());
          }
        });
    expected.forEach((key, sum) -> {
      ruling.judged();
      ruling.violated(
          "Expected %s of %s, but there is none".formatted(sum, key), List.of(), List.of());
    });
  }

  private static Key key(OrderState order) {
    String month = YearMonth.from(order.placedAt().atOffset(ZoneOffset.UTC)).toString();
    String country = order.country();
    return new Key(country == null ? "" : country, month, order.username(), order.currency());
  }

  private static Key key(Sale sale) {
    return new Key(sale.country(), sale.month(), sale.customer(), sale.currency());
  }

  private static Sum sum(Sale sale) {
    return new Sum(sale.orders(), sale.units(), sale.revenue(), sale.refunded());
  }
}
