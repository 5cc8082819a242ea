package dev.tidemark.views;

import dev.tidemark.events.Envelope;
import dev.tidemark.events.OrderEvent;
import dev.tidemark.events.OrderEvent.OrderCancelled;
import dev.tidemark.events.OrderEvent.OrderDelivered;
import dev.tidemark.events.OrderEvent.OrderPaid;
import dev.tidemark.events.OrderEvent.OrderPlaced;
import dev.tidemark.events.OrderEvent.OrderRefunded;
import dev.tidemark.events.OrderEvent.OrderShipped;
import dev.tidemark.events.value.Amount;
import dev.tidemark.events.value.Country;
import dev.tidemark.events.value.CurrencyCode;
import dev.tidemark.events.value.OrderId;
import dev.tidemark.events.value.OrderLine;
import dev.tidemark.events.value.Reference;
import dev.tidemark.events.value.Username;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An order as readers see it.
///
/// @param units the sum of the lines' quantities
/// @param lines absent in lists, where `lineCount` stands for them
/// @param progress when it became what it is
/// @param version the number of events folded
public record OrderView(
    OrderId orderId,
    Username username,
    @Nullable Reference reference,
    OrderStatus status,
    @Nullable Country country,
    CurrencyCode currency,
    Amount total,
    Amount paid,
    Amount refunded,
    long units,
    int lineCount,
    @Nullable List<OrderLine> lines,
    Instant placedAt,
    OrderProgress progress,
    Instant updatedAt,
    long version) {

  /// The view after one more event of this order.
  ///
  /// @param before null before the first event
  /// @throws BrokenHistoryException if the event does not follow
  public static OrderView fold(@Nullable OrderView before, OrderEvent event, Envelope envelope) {
    BrokenHistoryException.checkNext(before == null ? 0 : before.version, envelope);
    if (event instanceof OrderPlaced placed) {
      return placed(placed, envelope);
    }
    OrderView order = BrokenHistoryException.required(before, envelope);
    Instant at = envelope.occurredAt();
    OrderProgress progress = order.progress;
    return switch (event) {
      case OrderPlaced _ -> throw new IllegalStateException("Expected it to be folded above");
      case OrderPaid(_, _, var amount, _) ->
          order.next(
              OrderStatus.PAID,
              order.paid.plus(amount),
              order.refunded,
              progress.paid(at),
              envelope);
      case OrderShipped(_, _, var carrier, var trackingCode) ->
          order.next(
              OrderStatus.SHIPPED,
              order.paid,
              order.refunded,
              progress.shipped(at, carrier, trackingCode),
              envelope);
      case OrderDelivered(_, _) ->
          order.next(
              OrderStatus.DELIVERED, order.paid, order.refunded, progress.delivered(at), envelope);
      case OrderCancelled(_, _, var reason) ->
          order.next(
              OrderStatus.CANCELLED,
              order.paid,
              order.refunded,
              progress.cancelled(at, reason),
              envelope);
      case OrderRefunded(_, _, var amount, _, _) ->
          order.next(order.status, order.paid, order.refunded.plus(amount), progress, envelope);
    };
  }

  /// The same order without its lines, as lists show it.
  public OrderView summary() {
    return new OrderView(
        orderId, username, reference, status, country, currency, total, paid, refunded, units,
        lineCount, null, placedAt, progress, updatedAt, version);
  }

  private static OrderView placed(OrderPlaced event, Envelope envelope) {
    return new OrderView(
        event.orderId(),
        event.username(),
        event.reference(),
        OrderStatus.PLACED,
        event.country(),
        event.currency(),
        event.total(),
        Amount.ZERO,
        Amount.ZERO,
        event.lines().stream().mapToLong(OrderLine::quantity).sum(),
        event.lines().size(),
        event.lines(),
        envelope.occurredAt(),
        OrderProgress.NONE,
        envelope.occurredAt(),
        envelope.sequence());
  }

  private OrderView next(
      OrderStatus nextStatus,
      Amount nextPaid,
      Amount nextRefunded,
      OrderProgress nextProgress,
      Envelope envelope) {
    return new OrderView(
        orderId,
        username,
        reference,
        nextStatus,
        country,
        currency,
        total,
        nextPaid,
        nextRefunded,
        units,
        lineCount,
        lines,
        placedAt,
        nextProgress,
        envelope.occurredAt(),
        envelope.sequence());
  }
}
