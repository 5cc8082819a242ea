package dev.tidemark.command.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.command.handling.Result;
import dev.tidemark.command.handling.StateChanges;
import dev.tidemark.events.Envelope;
import dev.tidemark.events.Event;
import dev.tidemark.events.OrderEvent.OrderPlaced;
import dev.tidemark.events.SessionEvent.SessionStarted;
import dev.tidemark.events.UserEvent.UserRegistered;
import dev.tidemark.events.consistency.Position;
import dev.tidemark.events.value.Amount;
import dev.tidemark.events.value.CommandId;
import dev.tidemark.events.value.CurrencyCode;
import dev.tidemark.events.value.OrderId;
import dev.tidemark.events.value.SessionId;
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

/// What every [StateStore] does about keys: it remembers those that it must, and no others.
abstract class RememberedKeysContract {
  static final Duration WINDOW = Duration.ofDays(1);
  static final Instant NOW = Instant.parse("2026-01-01T10:00:00Z");
  static final Username ALICE = new Username("alice");
  static final Amount PRICE = Amount.parse("1.2345");
  static final CurrencyCode GBP = new CurrencyCode("GBP");
  static final int SHARD = 3;

  final Random random = new Random(1);
  final OrderId orderId = OrderId.mint(ALICE.slot(), NOW, random);
  private StateStore store;
  private long offset;
  private int keys;

  /// An empty one.
  abstract StateStore open();

  /// The same again, after it was closed.
  abstract StateStore reopen(StateStore closed);

  @AfterEach
  final void close() {
    store().close();
  }

  final StateStore store() {
    if (store == null) {
      store = open();
    }
    return store;
  }

  final void closeAndReopen() {
    store().close();
    store = reopen(store);
  }

  final void apply(Event event, long sequence) {
    var changes = new StateChanges(store());
    apply(changes, event, sequence);
    store().apply(changes);
  }

  final void apply(StateChanges changes, Event event, long sequence) {
    keys++;
    apply(changes, event, sequence, "k" + keys, NOW);
  }

  final void apply(
      StateChanges changes, Event event, long sequence, String key, Instant recordedAt) {
    offset += 2;
    var id = new CommandId(key);
    changes.apply(
        new Envelope(event, sequence, id, "h" + keys, 1, null, null, null, recordedAt, recordedAt),
        new Position(event.topic(), SHARD, offset));
  }

  final void apply(Event event, String key, Instant recordedAt) {
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
