package dev.tidemark.projection.given;

import dev.tidemark.events.Envelope;
import dev.tidemark.events.Event;
import dev.tidemark.events.OrderEvent.OrderCancelled;
import dev.tidemark.events.OrderEvent.OrderPaid;
import dev.tidemark.events.OrderEvent.OrderPlaced;
import dev.tidemark.events.OrderEvent.OrderRefunded;
import dev.tidemark.events.OrderEvent.OrderShipped;
import dev.tidemark.events.SessionEnd;
import dev.tidemark.events.SessionEvent.SessionEnded;
import dev.tidemark.events.SessionEvent.SessionStarted;
import dev.tidemark.events.SessionEvent.SessionTouched;
import dev.tidemark.events.UserEvent.UserProfileChanged;
import dev.tidemark.events.UserEvent.UserRegistered;
import dev.tidemark.events.value.Amount;
import dev.tidemark.events.value.Carrier;
import dev.tidemark.events.value.CommandId;
import dev.tidemark.events.value.Country;
import dev.tidemark.events.value.CurrencyCode;
import dev.tidemark.events.value.Description;
import dev.tidemark.events.value.DisplayName;
import dev.tidemark.events.value.EmailAddress;
import dev.tidemark.events.value.OrderId;
import dev.tidemark.events.value.OrderLine;
import dev.tidemark.events.value.Reason;
import dev.tidemark.events.value.Reference;
import dev.tidemark.events.value.SessionId;
import dev.tidemark.events.value.Sku;
import dev.tidemark.events.value.TrackingCode;
import dev.tidemark.events.value.Username;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Says what happened to one customer, one envelope at a time, counting sequences.
public final class Customer {
  public static final CurrencyCode GBP = new CurrencyCode("GBP");
  public static final Instant BEGINNING = Instant.parse("2011-07-31T23:30:00.123456Z");

  private final Username username;
  private final RandomGenerator random;
  private final Map<String, Long> sequences = new HashMap<>();
  private Instant now = BEGINNING;

  public Customer(String username, RandomGenerator random) {
    this.username = new Username(username);
    this.random = random;
  }

  public Username username() {
    return username;
  }

  public OrderId newOrder() {
    return OrderId.mint(username.slot(), now, random);
  }

  public SessionId newSession() {
    return SessionId.mint(username.slot(), now, random);
  }

  public Envelope registers(@Nullable String country) {
    return says(
        new UserRegistered(
            username,
            new EmailAddress(username + "@example.org"),
            new DisplayName("Zoë " + username),
            country == null ? null : new Country(country)));
  }

  public Envelope moves(String country) {
    return says(new UserProfileChanged(username, null, null, new Country(country)));
  }

  public Envelope starts(SessionId session) {
    return says(new SessionStarted(session, username, now.plus(Duration.ofMinutes(30))));
  }

  public Envelope touches(SessionId session) {
    return says(new SessionTouched(session, username, now.plus(Duration.ofMinutes(40))));
  }

  public Envelope ends(SessionId session) {
    return says(new SessionEnded(session, username, SessionEnd.REVOKED, new Reason("why not")));
  }

  /// Each line is one piece less than the one before, down to one, at 1.25 each.
  public Envelope places(OrderId order, @Nullable String country, int lineCount) {
    var lines =
        IntStream.range(0, lineCount)
            .mapToObj(i ->
                new OrderLine(
                    new Sku("SKU-" + i),
                    new Description(i % 2 == 0 ? "a \"heart\" \\ £" : ""),
                    lineCount - i,
                    Amount.parse("1.25")))
            .toList();
    var total = lines.stream().map(OrderLine::total).reduce(Amount.ZERO, Amount::plus);
    return says(
        new OrderPlaced(
            order,
            username,
            new Reference("ref " + lineCount),
            country == null ? null : new Country(country),
            GBP,
            lines,
            total));
  }

  public Envelope pays(OrderId order, String amount) {
    return says(new OrderPaid(order, username, Amount.parse(amount), GBP));
  }

  public Envelope isSent(OrderId order) {
    return says(new OrderShipped(order, username, new Carrier("DHL"), new TrackingCode("JD 1")));
  }

  public Envelope cancels(OrderId order) {
    return says(new OrderCancelled(order, username, new Reason("too late")));
  }

  public Envelope isRefunded(OrderId order, String amount) {
    return says(new OrderRefunded(order, username, Amount.parse(amount), GBP, null));
  }

  private Envelope says(Event event) {
    now = now.plusSeconds(60);
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
        now,
        now.plusSeconds(1));
  }
}
