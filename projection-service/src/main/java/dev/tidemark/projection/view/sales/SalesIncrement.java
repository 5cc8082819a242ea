package dev.tidemark.projection.view.sales;

import dev.tidemark.events.OrderEvent;
import dev.tidemark.events.OrderEvent.OrderCancelled;
import dev.tidemark.events.OrderEvent.OrderDelivered;
import dev.tidemark.events.OrderEvent.OrderPaid;
import dev.tidemark.events.OrderEvent.OrderPlaced;
import dev.tidemark.events.OrderEvent.OrderRefunded;
import dev.tidemark.events.OrderEvent.OrderShipped;
import dev.tidemark.views.OrderView;
import java.math.BigDecimal;
import java.util.Optional;

/// What events add to the sales of one key.
///
/// @param revenue what was ordered, whether it is paid or not
/// @param refunded what was paid back, beside the revenue and not taken from it
public record SalesIncrement(
    SalesKey key, long orders, long units, BigDecimal revenue, BigDecimal refunded) {
  /// @param after the order with `event` folded in
  public static Optional<SalesIncrement> by(OrderEvent event, OrderView after) {
    return switch (event) {
      case OrderPlaced placed ->
          Optional.of(
              new SalesIncrement(
                  SalesKey.of(after), 1, after.units(), placed.total().value(), BigDecimal.ZERO));
      case OrderRefunded refund ->
          Optional.of(
              new SalesIncrement(
                  SalesKey.of(after), 0, 0, BigDecimal.ZERO, refund.amount().value()));
      case OrderPaid _, OrderShipped _, OrderDelivered _, OrderCancelled _ -> Optional.empty();
    };
  }

  /// Whether it is the same, however the numbers are written.
  public boolean isSame(SalesIncrement other) {
    return key.equals(other.key)
        && orders == other.orders
        && units == other.units
        && revenue.compareTo(other.revenue) == 0
        && refunded.compareTo(other.refunded) == 0;
  }

  public SalesIncrement plus(SalesIncrement other) {
    return new SalesIncrement(
        key,
        orders + other.orders,
        units + other.units,
        revenue.add(other.revenue),
        refunded.add(other.refunded));
  }
}
