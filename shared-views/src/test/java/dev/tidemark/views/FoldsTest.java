package dev.tidemark.views;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.events.Envelope;
import dev.tidemark.events.Event;
import dev.tidemark.events.OrderEvent;
import dev.tidemark.events.OrderEvent.OrderDelivered;
import dev.tidemark.events.OrderEvent.OrderPaid;
import dev.tidemark.events.OrderEvent.OrderPlaced;
import dev.tidemark.events.OrderEvent.OrderRefunded;
import dev.tidemark.events.OrderEvent.OrderShipped;
import dev.tidemark.events.SessionEnd;
import dev.tidemark.events.SessionEvent;
import dev.tidemark.events.SessionEvent.SessionEnded;
import dev.tidemark.events.SessionEvent.SessionStarted;
import dev.tidemark.events.SessionEvent.SessionTouched;
import dev.tidemark.events.UserEvent;
import dev.tidemark.events.UserEvent.UserDeactivated;
import dev.tidemark.events.UserEvent.UserProfileChanged;
import dev.tidemark.events.UserEvent.UserRegistered;
import dev.tidemark.events.value.Amount;
import dev.tidemark.events.value.Carrier;
import dev.tidemark.events.value.CommandId;
import dev.tidemark.events.value.Country;
import dev.tidemark.events.value.CurrencyCode;
import dev.tidemark.events.value.Description;
import dev.tidemark.events.value.OrderId;
import dev.tidemark.events.value.OrderLine;
import dev.tidemark.events.value.SessionId;
import dev.tidemark.events.value.Sku;
import dev.tidemark.events.value.Username;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class FoldsTest {
  private static final Username ALICE = new Username("alice");
  private static final OrderId ORDER = OrderId.parse("0199a1b2-c3d4-7b1c-9abc-def012345678");
  private static final SessionId SESSION = SessionId.parse("0199a1b2-c3d4-7b1c-8123-456789abcdef");
  private static final CurrencyCode GBP = new CurrencyCode("GBP");
  private static final Instant START = Instant.parse("2011-01-01T00:00:00Z");
  private static final OrderPlaced PLACED =
      new OrderPlaced(
          ORDER,
          ALICE,
          null,
          new Country("EIRE"),
          GBP,
          List.of(line(6, "2.55"), line(6, "2.55"), line(1, "0.001")),
          Amount.parse("30.601"));

  @Test
  void anOrderIsFoldedToItsEnd() {
    OrderView order =
        order(
            PLACED,
            new OrderPaid(ORDER, ALICE, PLACED.total(), GBP),
            new OrderShipped(ORDER, ALICE, new Carrier("DHL"), null),
            new OrderDelivered(ORDER, ALICE),
            new OrderRefunded(ORDER, ALICE, Amount.parse("1.50"), GBP, null),
            new OrderRefunded(ORDER, ALICE, Amount.parse("0.50"), GBP, null));

    assertThat(order.status()).isEqualTo(OrderStatus.DELIVERED);
    assertThat(order.units()).isEqualTo(13);
    assertThat(order.lineCount()).isEqualTo(3);
    assertThat(order.paid()).isEqualTo(PLACED.total());
    assertThat(order.refunded()).hasToString("2.00");
    assertThat(order.placedAt()).isEqualTo(at(1));
    assertThat(order.progress().paidAt()).isEqualTo(at(2));
    assertThat(order.progress().shippedAt()).isEqualTo(at(3));
    assertThat(order.progress().deliveredAt()).isEqualTo(at(4));
    assertThat(order.updatedAt()).isEqualTo(at(6));
    assertThat(order.version()).isEqualTo(6);
    assertThat(order.summary().lines()).isNull();
  }

  @Test
  void aProfileChangeReplacesTheWholeProfile() {
    UserView user =
        user(
            new UserRegistered(ALICE, null, null, new Country("France")),
            new UserProfileChanged(ALICE, null, null, null),
            new UserDeactivated(ALICE, null));

    assertThat(user.country()).isNull();
    assertThat(user.status()).isEqualTo(UserStatus.INACTIVE);
    assertThat(user.registeredAt()).isEqualTo(at(1));
    assertThat(user.version()).isEqualTo(3);
  }

  @Test
  void aSessionEndsWithItsCause() {
    SessionView session =
        session(
            new SessionStarted(SESSION, ALICE, at(100)),
            new SessionTouched(SESSION, ALICE, at(200)),
            new SessionEnded(SESSION, ALICE, SessionEnd.REVOKED, null));

    assertThat(session.status()).isEqualTo(SessionStatus.ENDED);
    assertThat(session.endCause()).isEqualTo(SessionEnd.REVOKED);
    assertThat(session.lastSeenAt()).isEqualTo(at(2));
    assertThat(session.endedAt()).isEqualTo(at(3));
    assertThat(session.expiresAt()).isEqualTo(at(200));
  }

  @Test
  void aSessionPastItsTimeIsExpiredBeforeItsEventSaysSo() {
    SessionView session = session(new SessionStarted(SESSION, ALICE, at(100)));

    assertThat(session.at(at(99)).status()).isEqualTo(SessionStatus.ACTIVE);
    assertThat(session.at(at(100)).status()).isEqualTo(SessionStatus.EXPIRED);
    assertThat(session.at(at(100)).endedAt()).isEqualTo(at(100));
  }

  @Test
  void anEventThatDoesNotFollowIsNotFolded() {
    var registered = new UserRegistered(ALICE, null, null, null);
    UserView user = user(registered);

    assertThatThrownBy(() -> UserView.fold(user, registered, envelope(registered, 1)))
        .isInstanceOf(BrokenHistoryException.class)
        .hasMessage("Expected event 2 of alice, but was 1");
    assertThatThrownBy(() -> UserView.fold(user, registered, envelope(registered, 3)))
        .isInstanceOf(BrokenHistoryException.class);
  }

  @Test
  void aHistoryBeginsWithItsCreation() {
    var deactivated = new UserDeactivated(ALICE, null);

    assertThatThrownBy(() -> UserView.fold(null, deactivated, envelope(deactivated, 1)))
        .isInstanceOf(BrokenHistoryException.class)
        .hasMessageContaining("creation");
  }

  private static OrderView order(OrderEvent... events) {
    OrderView view = null;
    for (int i = 0; i < events.length; i++) {
      view = OrderView.fold(view, events[i], envelope(events[i], i + 1));
    }
    return view;
  }

  private static UserView user(UserEvent... events) {
    UserView view = null;
    for (int i = 0; i < events.length; i++) {
      view = UserView.fold(view, events[i], envelope(events[i], i + 1));
    }
    return view;
  }

  private static SessionView session(SessionEvent... events) {
    SessionView view = null;
    for (int i = 0; i < events.length; i++) {
      view = SessionView.fold(view, events[i], envelope(events[i], i + 1));
    }
    return view;
  }

  private static Envelope envelope(Event event, long sequence) {
    Instant at = at(sequence);
    return new Envelope(
        event, sequence, new CommandId("k" + sequence), "hash", 1, null, null, null, at, at);
  }

  private static OrderLine line(int quantity, String unitPrice) {
    return new OrderLine(new Sku("85123A"), new Description(""), quantity, Amount.parse(unitPrice));
  }

  private static Instant at(long second) {
    return START.plusSeconds(second);
  }
}
