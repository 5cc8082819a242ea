package dev.tidemark.command.aggregates.order;

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

/// What can be wanted of an order.
public sealed interface OrderCommand {
  OrderId orderId();

  /// @param country absent: the user's
  /// @param total the sum of the lines, computed here so that a sum out of bounds is bad input
  record Place(
      OrderId orderId,
      Username username,
      @Nullable Reference reference,
      @Nullable Country country,
      CurrencyCode currency,
      List<OrderLine> lines,
      Amount total)
      implements OrderCommand {

    public static Place of(
        OrderId orderId,
        Username username,
        @Nullable Reference reference,
        @Nullable Country country,
        CurrencyCode currency,
        List<OrderLine> lines) {
      Amount total = lines.stream().map(OrderLine::total).reduce(Amount.ZERO, Amount::plus);
      return new Place(orderId, username, reference, country, currency, List.copyOf(lines), total);
    }
  }

  /// What can be wanted of an order that was placed.
  sealed interface Further extends OrderCommand {}

  /// @param tendered what is paid; absent: exactly the total
  record Pay(OrderId orderId, @Nullable Money tendered) implements Further {}

  record Ship(OrderId orderId, @Nullable Carrier carrier, @Nullable TrackingCode trackingCode)
      implements Further {}

  record Deliver(OrderId orderId) implements Further {}

  record Cancel(OrderId orderId, @Nullable Reason reason) implements Further {}

  /// @param amount absent: all that is left of what was paid
  record Refund(OrderId orderId, @Nullable Amount amount, @Nullable Reason reason)
      implements Further {}

  /// An amount of a currency.
  record Money(Amount amount, CurrencyCode currency) {
    @Override
    public String toString() {
      return amount + " " + currency;
    }
  }
}
