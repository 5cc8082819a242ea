package dev.tidemark.events;

import dev.tidemark.events.value.Amount;
import dev.tidemark.events.value.Carrier;
import dev.tidemark.events.value.Country;
import dev.tidemark.events.value.CurrencyCode;
import dev.tidemark.events.value.OrderId;
import dev.tidemark.events.value.OrderLine;
import dev.tidemark.events.value.Reason;
import dev.tidemark.events.value.Reference;
import dev.tidemark.events.value.TrackingCode;
import dev.tidemark.events.value.Username;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What happens to an order. Amounts are in the order's currency.
public sealed interface OrderEvent extends Event {
  OrderId orderId();

  @Override
  default String aggregateId() {
    return orderId().toString();
  }

  @Override
  default EventTopic topic() {
    return EventTopic.ORDERS;
  }

  /// An order and what it is for, complete from the start.
  ///
  /// @param country where the order counts as a sale: its own, else the user's; absent if neither
  ///   is known
  /// @param total the sum of the lines
  record OrderPlaced(
      OrderId orderId,
      Username username,
      @Nullable Reference reference,
      @Nullable Country country,
      CurrencyCode currency,
      List<OrderLine> lines,
      Amount total)
      implements OrderEvent {
    public OrderPlaced {
      lines = List.copyOf(lines);
    }
  }

  record OrderPaid(OrderId orderId, Username username, Amount amount, CurrencyCode currency)
      implements OrderEvent {}

  record OrderShipped(
      OrderId orderId,
      Username username,
      @Nullable Carrier carrier,
      @Nullable TrackingCode trackingCode)
      implements OrderEvent {}

  record OrderDelivered(OrderId orderId, Username username) implements OrderEvent {}

  record OrderCancelled(OrderId orderId, Username username, @Nullable Reason reason)
      implements OrderEvent {}

  /// Money went back.
  ///
  /// @param amount what is paid back now, beside what was refunded before
  record OrderRefunded(
      OrderId orderId,
      Username username,
      Amount amount,
      CurrencyCode currency,
      @Nullable Reason reason)
      implements OrderEvent {}
}
