package dev.tidemark.events.codec;

import dev.tidemark.events.Event;
import dev.tidemark.events.OrderEvent.OrderCancelled;
import dev.tidemark.events.OrderEvent.OrderDelivered;
import dev.tidemark.events.OrderEvent.OrderPaid;
import dev.tidemark.events.OrderEvent.OrderPlaced;
import dev.tidemark.events.OrderEvent.OrderRefunded;
import dev.tidemark.events.OrderEvent.OrderShipped;
import dev.tidemark.events.SessionEnd;
import dev.tidemark.events.SessionEvent.SessionEnded;
import dev.tidemark.events.SessionEvent.SessionExpired;
import dev.tidemark.events.SessionEvent.SessionStarted;
import dev.tidemark.events.SessionEvent.SessionTouched;
import dev.tidemark.events.UserEvent.UserDeactivated;
import dev.tidemark.events.UserEvent.UserProfileChanged;
import dev.tidemark.events.UserEvent.UserReactivated;
import dev.tidemark.events.UserEvent.UserRegistered;
import dev.tidemark.events.value.Amount;
import dev.tidemark.events.value.Carrier;
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
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// One event of each type, as its golden file has it.
public final class SampleEvents {
  private static final Username ALICE = new Username("alice");
  private static final SessionId SESSION = SessionId.parse("0199a1b2-c3d4-7b1c-8123-456789abcdef");
  private static final OrderId ORDER = OrderId.parse("0199a1b2-c3d4-7b1c-9abc-def012345678");
  private static final CurrencyCode GBP = new CurrencyCode("GBP");
  private static final Instant LATER = Instant.parse("2026-02-03T04:35:06.789Z");

  private SampleEvents() {}

  public static Map<String, Event> byType() {
    return Map.ofEntries(
        Map.entry(
            "user.registered.v1",
            new UserRegistered(
                ALICE,
                new EmailAddress("alice@example.org"),
                new DisplayName("Alice Zoë"),
                new Country("Germany"))),
        Map.entry("user.profile-changed.v1", new UserProfileChanged(ALICE, null, null, null)),
        Map.entry("user.deactivated.v1", new UserDeactivated(ALICE, new Reason("asked for it"))),
        Map.entry("user.reactivated.v1", new UserReactivated(ALICE)),
        Map.entry("session.started.v1", new SessionStarted(SESSION, ALICE, LATER)),
        Map.entry("session.touched.v1", new SessionTouched(SESSION, ALICE, LATER)),
        Map.entry("session.ended.v1", new SessionEnded(SESSION, ALICE, SessionEnd.LOGOUT, null)),
        Map.entry("session.expired.v1", new SessionExpired(SESSION, ALICE)),
        Map.entry(
            "order.placed.v1",
            new OrderPlaced(
                ORDER,
                ALICE,
                new Reference("536365"),
                new Country("United Kingdom"),
                GBP,
                List.of(
                    new OrderLine(
                        new Sku("85123A"), new Description(" £ heart "), 6, Amount.parse("2.55")),
                    new OrderLine(
                        new Sku("BANK CHARGES"), new Description(""), 1, Amount.parse("0.001"))),
                Amount.parse("15.301"))),
        Map.entry("order.paid.v1", new OrderPaid(ORDER, ALICE, Amount.parse("15.301"), GBP)),
        Map.entry(
            "order.shipped.v1",
            new OrderShipped(ORDER, ALICE, new Carrier("DHL"), new TrackingCode("JD0123"))),
        Map.entry("order.delivered.v1", new OrderDelivered(ORDER, ALICE)),
        Map.entry("order.cancelled.v1", new OrderCancelled(ORDER, ALICE, new Reason("too late"))),
        Map.entry(
            "order.refunded.v1",
            new OrderRefunded(ORDER, ALICE, Amount.parse("2.5"), GBP, new Reason("broken"))));
  }
}
