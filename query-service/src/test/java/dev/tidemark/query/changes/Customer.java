package dev.tidemark.query.changes;

import dev.tidemark.events.Envelope;
import dev.tidemark.events.Event;
import dev.tidemark.events.OrderEvent.OrderPaid;
import dev.tidemark.events.OrderEvent.OrderPlaced;
import dev.tidemark.events.SessionEvent.SessionStarted;
import dev.tidemark.events.UserEvent.UserProfileChanged;
import dev.tidemark.events.UserEvent.UserRegistered;
import dev.tidemark.events.value.Amount;
import dev.tidemark.events.value.CommandId;
import dev.tidemark.events.value.Country;
import dev.tidemark.events.value.CurrencyCode;
import dev.tidemark.events.value.Description;
import dev.tidemark.events.value.DisplayName;
import dev.tidemark.events.value.OrderId;
import dev.tidemark.events.value.OrderLine;
import dev.tidemark.events.value.SessionId;
import dev.tidemark.events.value.Sku;
import dev.tidemark.events.value.Username;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;

/// Says what happened to one customer, one envelope at a time, counting sequences.
final class Customer {
  static final Instant NOON = Instant.parse("2011-08-01T12:00:00.123456Z");

  private static final CurrencyCode GBP = new CurrencyCode("GBP");

  private final Username username;
  private final Random random = new Random(5);
  private final Map<String, Long> sequences = new HashMap<>();

  Customer(String username) {
    this.username = new Username(username);
  }

  String name() {
    return username.value();
  }

  OrderId newOrder() {
    return OrderId.mint(username.slot(), NOON, random);
  }

  SessionId newSession() {
    return SessionId.mint(username.slot(), NOON, random);
  }

  Envelope registers() {
    return says(new UserRegistered(username, null, new DisplayName("Zoë " + username), null));
  }

  Envelope moves() {
    return says(new UserProfileChanged(username, null, null, new Country("France")));
  }

  Envelope starts(SessionId session) {
    return says(new SessionStarted(session, username, NOON.plus(Duration.ofMinutes(30))));
  }

  Envelope places(OrderId order) {
    return places(order, 1);
  }

  Envelope places(OrderId order, int lines) {
    var line =
        new OrderLine(new Sku("85123A"), new Description("a \"heart\""), 2, Amount.parse("1.25"));
    return says(
        new OrderPlaced(
            order,
            username,
            null,
            null,
            GBP,
            Collections.nCopies(lines, line),
            Amount.parse("2.50")));
  }

  Envelope pays(OrderId order) {
    return says(new OrderPaid(order, username, Amount.parse("2.50"), GBP));
  }

  private Envelope says(Event event) {
    long sequence = sequences.merge(event.aggregateId(), 1L, Long::sum);
    return new Envelope(
        event,
        sequence,
        new CommandId("c-" + event.aggregateId() + "-" + sequence),
        "hash",
        7,
        "conversation",
        null,
        null,
        NOON,
        NOON.plusSeconds(1));
  }
}
