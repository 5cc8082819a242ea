package dev.tidemark.command.aggregates.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.command.aggregates.Given;
import dev.tidemark.command.aggregates.order.OrderCommand.Cancel;
import dev.tidemark.command.aggregates.order.OrderCommand.Deliver;
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
import dev.tidemark.events.value.Country;
import dev.tidemark.events.value.CurrencyCode;
import dev.tidemark.events.value.Description;
import dev.tidemark.events.value.InvalidValueException;
import dev.tidemark.events.value.OrderId;
import dev.tidemark.events.value.OrderLine;
import dev.tidemark.events.value.Sku;
import dev.tidemark.events.value.Username;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class OrderTest {
  private static final Username ALICE = new Username("alice");
  private static final Country GERMANY = new Country("Germany");
  private static final User ACTIVE = new User(ALICE, true, null, null, GERMANY, 1);
  private static final User INACTIVE = new User(ALICE, false, null, null, GERMANY, 2);
  private static final OrderId ID = OrderId.mint(ALICE.slot(), Instant.EPOCH, new Random(1));
  private static final CurrencyCode GBP = new CurrencyCode("GBP");
  private static final List<OrderLine> LINES = List.of(line(2, "2.555"), line(1, "0.89"));
  private static final Amount TOTAL = Amount.parse("6.00");

  private static final OrderPlaced PLACED =
      new OrderPlaced(ID, ALICE, null, GERMANY, GBP, LINES, TOTAL);
  private static final OrderPaid PAID = new OrderPaid(ID, ALICE, TOTAL, GBP);
  private static final OrderShipped SHIPPED = new OrderShipped(ID, ALICE, null, null);
  private static final OrderDelivered DELIVERED = new OrderDelivered(ID, ALICE);
  private static final OrderCancelled CANCELLED = new OrderCancelled(ID, ALICE, null);

  private static OrderLine line(int quantity, String price) {
    return new OrderLine(new Sku("A1"), new Description(""), quantity, Amount.parse(price));
  }

  private static Given.Then when(User user, OrderCommand command, OrderEvent... history) {
    return Given.given(Order::evolve, List.of(history))
        .when(order -> Order.decide(order, user, command));
  }

  private static Given.Then when(OrderCommand command, OrderEvent... history) {
    return when(null, command, history);
  }

  private static OrderRefunded refunded(String amount) {
    return new OrderRefunded(ID, ALICE, Amount.parse(amount), GBP, null);
  }

  private static Refund refund(String amount) {
    return new Refund(ID, Amount.parse(amount), null);
  }

  @Test
  void anActiveUserPlacesOneAndItsTotalIsExact() {
    when(ACTIVE, Place.of(ID, ALICE, null, GERMANY, GBP, LINES)).then(PLACED);
  }

  @Test
  void nobodyElseDoes() {
    var place = Place.of(ID, ALICE, null, null, GBP, LINES);

    when(INACTIVE, place)
        .thenRefused("user-not-active", "Expected an active user, but alice is deactivated");
    when(null, place).thenUnknown();
  }

  @Test
  void itCountsWhereItSaysElseWhereItsUserIsElseNowhere() {
    var france = new Country("France");
    var nowhere = new User(ALICE, true, null, null, null, 1);

    when(ACTIVE, Place.of(ID, ALICE, null, france, GBP, LINES))
        .then(new OrderPlaced(ID, ALICE, null, france, GBP, LINES, TOTAL));
    when(ACTIVE, Place.of(ID, ALICE, null, null, GBP, LINES)).then(PLACED);
    when(nowhere, Place.of(ID, ALICE, null, null, GBP, LINES))
        .then(new OrderPlaced(ID, ALICE, null, null, GBP, LINES, TOTAL));
  }

  @Test
  void aSumOutOfBoundsIsBadInput() {
    var line = line(1_000_000, "999999999999999");

    assertThatThrownBy(() -> Place.of(ID, ALICE, null, null, GBP, List.of(line)))
        .isInstanceOf(InvalidValueException.class);
  }

  @Test
  void exactlyTheTotalIsPaid() {
    when(new Pay(ID, null), PLACED).then(PAID);
    when(new Pay(ID, new Money(Amount.parse("6"), GBP)), PLACED).then(PAID);
    when(new Pay(ID, new Money(Amount.parse("6.01"), GBP)), PLACED)
        .thenRefused("amount-not-total", "Expected a payment of 6.00 GBP, but was 6.01 GBP");
    when(new Pay(ID, new Money(TOTAL, new CurrencyCode("EUR"))), PLACED)
        .thenRefused("amount-not-total", "Expected a payment of 6.00 GBP, but was 6.00 EUR");
  }

  @Test
  void whatIsAlreadySoNeedsNothing() {
    when(new Pay(ID, null), PLACED, PAID).thenNothingToDo();
    when(new Pay(ID, null), PLACED, PAID, SHIPPED).thenNothingToDo();
    when(new Ship(ID, null, null), PLACED, PAID, SHIPPED).thenNothingToDo();
    when(new Ship(ID, null, null), PLACED, PAID, SHIPPED, DELIVERED).thenNothingToDo();
    when(new Deliver(ID), PLACED, PAID, SHIPPED, DELIVERED).thenNothingToDo();
    when(new Cancel(ID, null), PLACED, CANCELLED).thenNothingToDo();
  }

  @Test
  void itGoesItsWay() {
    when(new Ship(ID, null, null), PLACED, PAID).then(SHIPPED);
    when(new Deliver(ID), PLACED, PAID, SHIPPED).then(DELIVERED);
    when(new Cancel(ID, null), PLACED).then(CANCELLED);
    when(new Cancel(ID, null), PLACED, PAID).then(CANCELLED);
  }

  @Test
  void everyOtherWayIsRefusedSayingWhatWasExpected() {
    when(new Pay(ID, null), PLACED, CANCELLED)
        .thenRefused("order-not-payable", "Expected an order that is placed, but it is cancelled");
    when(new Ship(ID, null, null), PLACED)
        .thenRefused("order-not-shippable", "Expected a paid order, but it is placed");
    when(new Ship(ID, null, null), PLACED, CANCELLED)
        .thenRefused("order-not-shippable", "Expected a paid order, but it is cancelled");
    when(new Deliver(ID), PLACED, PAID)
        .thenRefused("order-not-deliverable", "Expected a shipped order, but it is paid");
    when(new Cancel(ID, null), PLACED, PAID, SHIPPED)
        .thenRefused(
            "order-not-cancellable",
            "Expected an order that is not yet shipped, but it is shipped");
  }

  @Test
  void moneyGoesBackUpToWhatWasPaid() {
    when(refund("2.00"), PLACED, PAID).then(refunded("2.00"));
    when(refund("4.00"), PLACED, PAID, refunded("2.00")).then(refunded("4.00"));
    when(refund("4.01"), PLACED, PAID, refunded("2.00"))
        .thenRefused(
            "refund-exceeds-paid",
            "Expected a refund of at most what is left, but was 4.01 GBP of 4.00 GBP left");
    when(new Refund(ID, null, null), PLACED, PAID, refunded("2.00")).then(refunded("4.00"));
    when(new Refund(ID, null, null), PLACED, PAID, refunded("6.00"))
        .thenRefused(
            "refund-exceeds-paid",
            "Expected a refund of at most what is left, but was 0.00 GBP of 0.00 GBP left");
  }

  @Test
  void moneyGoesBackAfterCancellationAndDeliveryButOnlyIfItCameIn() {
    when(refund("6.00"), PLACED, PAID, CANCELLED).then(refunded("6.00"));
    when(refund("6.00"), PLACED, PAID, SHIPPED, DELIVERED).then(refunded("6.00"));
    when(refund("1.00"), PLACED)
        .thenRefused("order-not-refundable", "Expected an order that was paid, but it is placed");
  }

  @Test
  void oneThatWasNeverPlacedIsUnknown() {
    when(new Pay(ID, null)).thenUnknown();
    when(new Refund(ID, null, null)).thenUnknown();
  }

  @Test
  void itsStateIsTheSumOfItsEvents() {
    var order =
        Given.<Order, OrderEvent>given(
                Order::evolve, List.of(PLACED, PAID, refunded("1.50"), CANCELLED))
            .state();

    assertThat(order)
        .isEqualTo(
            new Order(
                ID, ALICE, Order.Status.CANCELLED, GBP, TOTAL, TOTAL, Amount.parse("1.50"), 4));
  }
}
