package dev.tidemark.command.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.command.aggregates.order.Order;
import dev.tidemark.command.aggregates.session.Session;
import dev.tidemark.command.aggregates.user.User;
import dev.tidemark.command.handling.Outcome;
import dev.tidemark.command.handling.Result;
import dev.tidemark.command.handling.StateChanges;
import dev.tidemark.events.EventTopic;
import dev.tidemark.events.OrderEvent.OrderPaid;
import dev.tidemark.events.OrderEvent.OrderPlaced;
import dev.tidemark.events.OrderEvent.OrderRefunded;
import dev.tidemark.events.SessionEnd;
import dev.tidemark.events.SessionEvent.SessionEnded;
import dev.tidemark.events.SessionEvent.SessionStarted;
import dev.tidemark.events.SessionEvent.SessionTouched;
import dev.tidemark.events.UserEvent.UserRegistered;
import dev.tidemark.events.archive.ShardImport;
import dev.tidemark.events.consistency.Position;
import dev.tidemark.events.value.Amount;
import dev.tidemark.events.value.CommandId;
import dev.tidemark.events.value.Country;
import dev.tidemark.events.value.Description;
import dev.tidemark.events.value.DisplayName;
import dev.tidemark.events.value.EmailAddress;
import dev.tidemark.events.value.OrderLine;
import dev.tidemark.events.value.SessionId;
import dev.tidemark.events.value.Sku;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What every [StateStore] does. It says nothing of what is left after a crash.
abstract class StateStoreContract extends RememberedKeysContract {
  private SessionId startSession(Duration ttl) {
    var id = SessionId.mint(ALICE.slot(), NOW, random);
    apply(new SessionStarted(id, ALICE, NOW.plus(ttl)), 1);
    return id;
  }

  private List<SessionId> expired(Duration later, int sessionsMax) {
    return store().expired(NOW.plus(later), sessionsMax).stream().map(Session::sessionId).toList();
  }

  @Test
  void anEmptyOneKnowsNothing() {
    assertThat(store().user(ALICE)).isNull();
    assertThat(store().order(orderId)).isNull();
    assertThat(store().outcome(ALICE, new CommandId("k1"))).isNull();
    assertThat(store().offset(EventTopic.USERS)).isEmpty();
    assertThat(store().expired(NOW, 10)).isEmpty();
    assertThat(store().logTime()).isEqualTo(Instant.EPOCH);
  }

  @Test
  void whatWasAppliedIsThere() {
    var email = new EmailAddress("alice@example.org");
    var name = new DisplayName("Alicé \"A\" 🦊");
    var line = new OrderLine(new Sku("A"), new Description(""), 2, PRICE);
    apply(new UserRegistered(ALICE, email, name, new Country("Germany")), 1);
    apply(
        new OrderPlaced(orderId, ALICE, null, null, GBP, List.of(line), Amount.parse("2.469")), 1);

    assertThat(store().user(ALICE))
        .isEqualTo(new User(ALICE, true, email, name, new Country("Germany"), 1));
    assertThat(store().order(orderId))
        .isEqualTo(
            new Order(
                orderId,
                ALICE,
                Order.Status.PLACED,
                GBP,
                Amount.parse("2.469"),
                Amount.ZERO,
                Amount.ZERO,
                1));
    assertThat(store().outcome(ALICE, new CommandId("k2")))
        .isEqualTo(
            new Outcome(
                "h2",
                1,
                new Position(EventTopic.ORDERS, SHARD, 4),
                NOW,
                new Result.Placed(orderId, Amount.parse("2.469"), GBP)));
    assertThat(store().offset(EventTopic.USERS)).hasValue(2);
    assertThat(store().offset(EventTopic.ORDERS)).hasValue(4);
    assertThat(store().offset(EventTopic.SESSIONS)).isEmpty();
  }

  @Test
  void severalEventsOfOneAggregateMayComeAtOnce() {
    var changes = new StateChanges(store());
    var total = Amount.parse("2.00");
    apply(changes, new OrderPlaced(orderId, ALICE, null, null, GBP, List.of(), total), 1);
    apply(changes, new OrderPaid(orderId, ALICE, total, GBP), 2);
    apply(changes, new OrderRefunded(orderId, ALICE, Amount.parse("0.50"), GBP, null), 3);
    store().apply(changes);

    assertThat(store().order(orderId).version()).isEqualTo(3);
    assertThat(store().outcome(ALICE, new CommandId("k3")).result())
        .isEqualTo(new Result.Refunded(orderId, Amount.parse("0.50")));
  }

  @Test
  void openSessionsAreFoundOnceTheirTimeIsOverTheEarliestFirst() {
    SessionId second = startSession(Duration.ofSeconds(20));
    SessionId first = startSession(Duration.ofSeconds(10));
    startSession(Duration.ofSeconds(30));

    assertThat(expired(Duration.ofSeconds(9), 10)).isEmpty();
    assertThat(expired(Duration.ofSeconds(10), 10)).containsExactly(first);
    assertThat(expired(Duration.ofSeconds(25), 10)).containsExactly(first, second);
    assertThat(expired(Duration.ofSeconds(25), 1)).containsExactly(first);
  }

  @Test
  void sessionsThatEndedOrWereTouchedAreNotFoundWhereTheyWere() {
    SessionId ended = startSession(Duration.ofSeconds(10));
    SessionId touched = startSession(Duration.ofSeconds(10));
    apply(new SessionEnded(ended, ALICE, SessionEnd.LOGOUT, null), 2);
    apply(new SessionTouched(touched, ALICE, NOW.plusSeconds(50)), 2);

    assertThat(expired(Duration.ofSeconds(20), 10)).isEmpty();
    assertThat(expired(Duration.ofSeconds(50), 10)).containsExactly(touched);
  }

  @Test
  void howFarAnImportIsIsRemembered() {
    assertThat(store().imported()).isEmpty();
    var begun = ShardImport.begun("a log");
    var changes = new StateChanges(store());
    changes.imported(begun, new Position(EventTopic.USERS, SHARD, 2));
    store().apply(changes);
    closeAndReopen();
    assertThat(store().imported()).hasValue(begun);
    assertThat(store().offset(EventTopic.USERS)).hasValue(2);

    apply(new UserRegistered(ALICE, null, null, null), 1);

    assertThat(store().imported()).hasValue(begun);
  }

  @Test
  void whatWasClosedIsThereAgain() {
    apply(new UserRegistered(ALICE, null, null, null), 1);
    SessionId session = startSession(Duration.ofSeconds(10));
    closeAndReopen();

    assertThat(store().user(ALICE).version()).isEqualTo(1);
    assertThat(store().session(session).ttl()).isEqualTo(Duration.ofSeconds(10));
    assertThat(expired(Duration.ofSeconds(10), 10)).containsExactly(session);
    assertThat(store().offset(EventTopic.SESSIONS)).hasValue(4);
  }
}
