package dev.tidemark.command.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.command.aggregates.order.Order;
import dev.tidemark.command.aggregates.session.Session;
import dev.tidemark.command.aggregates.user.User;
import dev.tidemark.command.handling.Outcome;
import dev.tidemark.command.handling.Result;
import dev.tidemark.command.handling.StateChanges;
import dev.tidemark.events.Envelope;
import dev.tidemark.events.Event;
import dev.tidemark.events.EventTopic;
import dev.tidemark.events.OrderEvent.OrderPaid;
import dev.tidemark.events.OrderEvent.OrderPlaced;
import dev.tidemark.events.OrderEvent.OrderRefunded;
import dev.tidemark.events.SessionEnd;
import dev.tidemark.events.SessionEvent.SessionEnded;
import dev.tidemark.events.SessionEvent.SessionStarted;
import dev.tidemark.events.SessionEvent.SessionTouched;
import dev.tidemark.events.UserEvent.UserRegistered;
import dev.tidemark.events.consistency.Position;
import dev.tidemark.events.value.Amount;
import dev.tidemark.events.value.CommandId;
import dev.tidemark.events.value.Country;
import dev.tidemark.events.value.CurrencyCode;
import dev.tidemark.events.value.Description;
import dev.tidemark.events.value.DisplayName;
import dev.tidemark.events.value.EmailAddress;
import dev.tidemark.events.value.OrderId;
import dev.tidemark.events.value.OrderLine;
import dev.tidemark.events.value.SessionId;
import dev.tidemark.events.value.Sku;
import dev.tidemark.events.value.Username;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What every [StateStore] does. It says nothing of what is left after a crash.
abstract class StateStoreContract {
  static final Duration WINDOW = Duration.ofDays(1);
  static final Instant NOW = Instant.parse("2026-01-01T10:00:00Z");
  private static final Username ALICE = new Username("alice");
  private static final Amount PRICE = Amount.parse("1.2345");
  private static final CurrencyCode GBP = new CurrencyCode("GBP");
  private static final int SHARD = 3;

  private final Random random = new Random(1);
  private final OrderId orderId = OrderId.mint(ALICE.slot(), NOW, random);
  private StateStore store;
  private long offset;
  private int keys;

  /// An empty one.
  abstract StateStore open();

  /// The same again, after it was closed.
  abstract StateStore reopen(StateStore closed);

  @AfterEach
  void close() {
    store().close();
  }

  private StateStore store() {
    if (store == null) {
      store = open();
    }
    return store;
  }

  final void closeAndReopen() {
    store().close();
    store = reopen(store);
  }

  private void apply(Event event, long sequence) {
    var changes = new StateChanges(store());
    apply(changes, event, sequence);
    store().apply(changes);
  }

  private void apply(StateChanges changes, Event event, long sequence) {
    keys++;
    apply(changes, event, sequence, "k" + keys, NOW);
  }

  private void apply(
      StateChanges changes, Event event, long sequence, String key, Instant recordedAt) {
    offset += 2;
    var id = new CommandId(key);
    changes.apply(
        new Envelope(event, sequence, id, "h" + keys, 1, null, null, null, recordedAt, recordedAt),
        new Position(event.topic(), SHARD, offset));
  }

  private void apply(Event event, String key, Instant recordedAt) {
    var changes = new StateChanges(store());
    apply(changes, event, 1, key, recordedAt);
    store().apply(changes);
  }

  /// The user's name is the key.
  final void register(String username, Instant recordedAt) {
    apply(new UserRegistered(new Username(username), null, null, null), username, recordedAt);
  }

  private boolean remembers(String username) {
    return store().outcome(new Username(username), new CommandId(username)) != null;
  }

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
  void aKeyBelongsToItsCustomer() {
    apply(new UserRegistered(ALICE, null, null, null), 1);

    assertThat(store().outcome(ALICE, new CommandId("k1"))).isNotNull();
    assertThat(store().outcome(new Username("bob"), new CommandId("k1"))).isNull();
  }

  @Test
  void aKeyIsRememberedForAWindowWhereverInItsBucketItWasRecorded() {
    Instant bucket = Instant.parse("2026-01-01T00:00:00Z");
    register("first", bucket);
    register("last", bucket.plus(WINDOW).minusMillis(1));

    register("later", bucket.plus(WINDOW).plus(WINDOW).minusMillis(1));
    assertThat(List.of("first", "last", "later")).allMatch(this::remembers);

    register("too-late", bucket.plus(WINDOW).plus(WINDOW));
    assertThat(List.of("first", "last")).noneMatch(this::remembers);
    assertThat(List.of("later", "too-late")).allMatch(this::remembers);
  }

  @Test
  void whatWasDoneIsStillThereWhenItsKeyIsForgotten() {
    register("alice", NOW);
    register("bob", NOW.plus(WINDOW.multipliedBy(3)));

    assertThat(remembers("alice")).isFalse();
    assertThat(store().user(ALICE).version()).isEqualTo(1);
  }

  @Test
  void anEventThatIsForgottenBeforeItIsAppliedLeavesNoOutcome() {
    register("bob", NOW.plus(WINDOW.multipliedBy(2)));
    register("alice", NOW);

    assertThat(remembers("alice")).isFalse();
    assertThat(remembers("bob")).isTrue();
    assertThat(store().user(ALICE).version()).isEqualTo(1);
    assertThat(store().logTime()).isEqualTo(NOW.plus(WINDOW.multipliedBy(2)));
  }

  @Test
  void severalWindowsMayBeAppliedAtOnce() {
    var changes = new StateChanges(store());
    for (int window = 0; window < 4; window++) {
      var user = new UserRegistered(new Username("user" + window), null, null, null);
      apply(changes, user, 1, "user" + window, NOW.plus(WINDOW.multipliedBy(window)));
    }
    store().apply(changes);

    assertThat(List.of("user0", "user1")).noneMatch(this::remembers);
    assertThat(List.of("user2", "user3")).allMatch(this::remembers);
  }

  /// As when a key that had been forgotten was used for something else, and then the window was
  /// made longer.
  @Test
  void ofTwoOutcomesUnderOneKeyTheOneRecordedLaterCounts() {
    var key = new CommandId("key");
    var session = SessionId.mint(ALICE.slot(), NOW, random);
    var order = new OrderPlaced(orderId, ALICE, null, null, GBP, List.of(), PRICE);
    apply(order, "key", NOW.plusSeconds(1));
    apply(new SessionStarted(session, ALICE, NOW.plusSeconds(60)), "key", NOW);

    assertThat(store().outcome(ALICE, key).result())
        .isEqualTo(new Result.Placed(orderId, PRICE, GBP));

    apply(new UserRegistered(ALICE, null, null, null), "key", NOW.plus(WINDOW));
    assertThat(store().outcome(ALICE, key).result()).isEqualTo(new Result.Registered(ALICE));
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void whatIsRememberedFollowsFromTheEventsInWhateverOrderTheyCome(long seed) {
    var shuffled = new Random(seed);
    var hours = new ArrayList<>(IntStream.range(0, 24 * 8).boxed().toList());
    Collections.shuffle(hours, shuffled);
    while (!hours.isEmpty()) {
      var together = hours.subList(0, Math.min(hours.size(), 1 + shuffled.nextInt(10)));
      var changes = new StateChanges(store());
      for (int hour : together) {
        var user = new UserRegistered(new Username("user" + hour), null, null, null);
        apply(changes, user, 1, "user" + hour, NOW.plus(Duration.ofHours(hour)));
      }
      store().apply(changes);
      together.clear();
    }

    // The last hour is the 9th of the ninth day, the day before it began 33 hours earlier.
    assertThat(IntStream.range(0, 24 * 8).filter(hour -> remembers("user" + hour)).boxed())
        .containsExactlyElementsOf(IntStream.range(24 * 8 - 34, 24 * 8).boxed().toList());
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
  void whatWasClosedIsThereAgain() {
    apply(new UserRegistered(ALICE, null, null, null), 1);
    SessionId session = startSession(Duration.ofSeconds(10));
    closeAndReopen();

    assertThat(store().user(ALICE).version()).isEqualTo(1);
    assertThat(store().session(session).ttl()).isEqualTo(Duration.ofSeconds(10));
    assertThat(expired(Duration.ofSeconds(10), 10)).containsExactly(session);
    assertThat(store().offset(EventTopic.SESSIONS)).hasValue(4);
  }

  @Test
  void aClosedOneStillKnowsItsTimeAndItsKeys() {
    register("alice", NOW.plusNanos(1));
    closeAndReopen();

    assertThat(store().logTime()).isEqualTo(NOW.plusNanos(1));
    assertThat(remembers("alice")).isTrue();
    register("early", NOW.minus(WINDOW.multipliedBy(2)));
    assertThat(remembers("early")).isFalse();
    register("bob", NOW.plus(WINDOW.multipliedBy(2)));
    assertThat(remembers("alice")).isFalse();
  }
}
