package dev.tidemark.bench.shop;

import dev.tidemark.events.Envelope;
import dev.tidemark.events.Event;
import dev.tidemark.events.OrderEvent.OrderPaid;
import dev.tidemark.events.OrderEvent.OrderPlaced;
import dev.tidemark.events.UserEvent.UserRegistered;
import dev.tidemark.events.value.Amount;
import dev.tidemark.events.value.CommandId;
import dev.tidemark.events.value.Country;
import dev.tidemark.events.value.CurrencyCode;
import dev.tidemark.events.value.Description;
import dev.tidemark.events.value.OrderId;
import dev.tidemark.events.value.OrderLine;
import dev.tidemark.events.value.Sku;
import dev.tidemark.events.value.Username;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/// What one customer did, as the command service would have written it.
final class PastOf {
  private static final CurrencyCode GBP = new CurrencyCode("GBP");
  private static final Country FRANCE = new Country("France");
  private static final List<OrderLine> GOODS =
      IntStream.range(0, Ordering.LINES)
          .mapToObj(i ->
              new OrderLine(
                  new Sku("sku-" + i),
                  new Description("what is sold here"),
                  2,
                  Amount.parse("1.25")))
          .toList();
  private static final Amount TOTAL =
      GOODS.stream().map(OrderLine::total).reduce(Amount.ZERO, Amount::plus);
  private static final String FINGERPRINT = "0123456789abcdef".repeat(4);
  private static final long TERM = 0;

  private final Username username;
  private final RandomGenerator random;
  private final Instant at;

  /// @param at when all of it was
  PastOf(Username username, RandomGenerator random, Instant at) {
    this.username = username;
    this.random = random;
    this.at = at;
  }

  /// A registration, and orders that were placed and paid.
  List<Envelope> with(int orders) {
    var past = new ArrayList<Envelope>();
    past.add(said(new UserRegistered(username, null, null, FRANCE), 1));
    for (int i = 0; i < orders; i++) {
      OrderId order = OrderId.mint(username.slot(), at, random);
      past.add(said(new OrderPlaced(order, username, null, FRANCE, GBP, GOODS, TOTAL), 1));
      past.add(said(new OrderPaid(order, username, TOTAL, GBP), 2));
    }
    return past;
  }

  private Envelope said(Event event, long sequence) {
    return new Envelope(
        event,
        sequence,
        new CommandId("then-" + event.aggregateId() + "-" + sequence),
        FINGERPRINT,
        TERM,
        null,
        null,
        null,
        at,
        at);
  }
}
