package dev.tidemark.command.aggregates.order;

import dev.tidemark.command.aggregates.BrokenHistoryException;
import dev.tidemark.command.aggregates.Decision;
import dev.tidemark.command.aggregates.Decision.Accepted;
import dev.tidemark.command.aggregates.Decision.Refused;
import dev.tidemark.command.aggregates.Decision.Unchanged;
import dev.tidemark.command.aggregates.Decision.Unknown;
import dev.tidemark.command.aggregates.order.OrderCommand.Cancel;
import dev.tidemark.command.aggregates.order.OrderCommand.Deliver;
import dev.tidemark.command.aggregates.order.OrderCommand.Further;
import dev.tidemark.command.aggregates.order.OrderCommand.Money;
import dev.tidemark.command.aggregates.order.OrderCommand.Pay;
import dev.tidemark.command.aggregates.order.OrderCommand.Place;
import dev.tidemark.command.aggregates.order.OrderCommand.Refund;
import dev.tidemark.command.aggregates.order.OrderCommand.Ship;
import dev.tidemark.command.aggregates.user.User;
import dev.tidemark.events.OrderEvent;
import dev.tidemark.events.OrderEvent.OrderCancelled;
import dev.tidemark.events.OrderEvent.OrderDelivered;
import dev.tidemark.events.OrderEvent.OrderPaid;
import dev.tidemark.events.OrderEvent.OrderPlaced;
import dev.tidemark.events.OrderEvent.OrderRefunded;
import dev.tidemark.events.OrderEvent.OrderShipped;
import dev.tidemark.events.value.Amount;
import dev.tidemark.events.value.CurrencyCode;
import dev.tidemark.events.value.OrderId;
import dev.tidemark.events.value.Username;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// An order that was placed. One that never was is null. The lines are not needed to decide.
///
/// @param paid what came in: nothing, or the total
/// @param refunded what went back so far, never more than `paid`
/// @param version the number of events so far
public record Order(
    OrderId orderId,
    Username username,
    Status status,
    CurrencyCode currency,
    Amount total,
    Amount paid,
    Amount refunded,
    long version) {

  /// PLACED → PAID → SHIPPED → DELIVERED; CANCELLED from PLACED and PAID.
  public enum Status {
    PLACED,
    PAID,
    SHIPPED,
    DELIVERED,
    CANCELLED
  }

  public static Order evolve(@Nullable Order order, OrderEvent event) {
    return switch (event) {
      case OrderPlaced(var id, var username, _, _, var currency, _, var total) ->
          new Order(id, username, Status.PLACED, currency, total, Amount.ZERO, Amount.ZERO, 1);
      case OrderPaid(_, _, var amount, _) -> begun(order, event).paid(amount);
      case OrderShipped _ -> begun(order, event).next(Status.SHIPPED);
      case OrderDelivered _ -> begun(order, event).next(Status.DELIVERED);
      case OrderCancelled _ -> begun(order, event).next(Status.CANCELLED);
      case OrderRefunded(_, _, var amount, _, _) -> begun(order, event).refunded(amount);
    };
  }

  /// @param user the order's customer; asked only when the order is placed
  public static Decision decide(@Nullable Order order, @Nullable User user, OrderCommand command) {
    return switch (command) {
      case Place place -> placed(user, place);
      case Further further ->
          order == null
              ? new Unknown(
                  "Expected an order that was placed, but there is no " + further.orderId())
              : order.decide(further);
    };
  }

  private static Decision placed(@Nullable User user, Place place) {
    if (user == null) {
      return User.unknown(place.username());
    }
    if (!user.active()) {
      return user.notActive();
    }
    return new Accepted(
        new OrderPlaced(
            place.orderId(),
            place.username(),
            place.reference(),
            place.country() == null ? user.country() : place.country(),
            place.currency(),
            place.lines(),
            place.total()));
  }

  private Decision decide(Further command) {
    return switch (command) {
      case Pay(_, var tendered) -> pay(tendered);
      case Ship(var id, var carrier, var trackingCode) ->
          switch (status) {
            case PAID -> new Accepted(new OrderShipped(id, username, carrier, trackingCode));
            case SHIPPED, DELIVERED -> new Unchanged();
            case PLACED, CANCELLED -> refused("order-not-shippable", "a paid order");
          };
      case Deliver(var id) ->
          switch (status) {
            case SHIPPED -> new Accepted(new OrderDelivered(id, username));
            case DELIVERED -> new Unchanged();
            case PLACED, PAID, CANCELLED -> refused("order-not-deliverable", "a shipped order");
          };
      case Cancel(var id, var reason) ->
          switch (status) {
            case PLACED, PAID -> new Accepted(new OrderCancelled(id, username, reason));
            case CANCELLED -> new Unchanged();
            case SHIPPED, DELIVERED ->
                refused("order-not-cancellable", "an order that is not yet shipped");
          };
      case Refund refund -> refund(refund);
    };
  }

  private Decision pay(@Nullable Money tendered) {
    var due = new Money(total, currency);
    if (tendered != null && !tendered.equals(due)) {
      return new Refused(
          "amount-not-total", "Expected a payment of " + due + ", but was " + tendered);
    }
    return switch (status) {
      case PLACED -> new Accepted(new OrderPaid(orderId, username, total, currency));
      case PAID, SHIPPED, DELIVERED -> new Unchanged();
      case CANCELLED -> refused("order-not-payable", "an order that is placed");
    };
  }

  private Decision refund(Refund refund) {
    if (paid.isZero()) {
      return refused("order-not-refundable", "an order that was paid");
    }
    Amount left = paid.minus(refunded);
    Amount wanted = refund.amount() == null ? left : refund.amount();
    if (left.isZero() || wanted.compareTo(left) > 0) {
      return new Refused(
          "refund-exceeds-paid",
          "Expected a refund of at most what is left, but was %s of %s left"
              .formatted(new Money(wanted, currency), new Money(left, currency)));
    }
    return new Accepted(new OrderRefunded(orderId, username, wanted, currency, refund.reason()));
  }

  private Refused refused(String code, String expected) {
    return new Refused(
        code,
        "Expected %s, but it is %s".formatted(expected, status.name().toLowerCase(Locale.ROOT)));
  }

  private Order paid(Amount amount) {
    return new Order(
        orderId, username, Status.PAID, currency, total, amount, refunded, version + 1);
  }

  private Order refunded(Amount amount) {
    return new Order(
        orderId, username, status, currency, total, paid, refunded.plus(amount), version + 1);
  }

  private Order next(Status newStatus) {
    return new Order(orderId, username, newStatus, currency, total, paid, refunded, version + 1);
  }

  private static Order begun(@Nullable Order order, OrderEvent event) {
    if (order == null) {
      throw BrokenHistoryException.notBegun(event);
    }
    return order;
  }
}
