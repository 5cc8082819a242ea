package dev.tidemark.projection.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.events.EventTopic;
import dev.tidemark.events.value.Amount;
import dev.tidemark.projection.given.Customer;
import dev.tidemark.projection.given.MemoryStore;
import dev.tidemark.projection.given.Records;
import dev.tidemark.projection.view.sales.SalesIncrement;
import dev.tidemark.projection.view.sales.SalesKey;
import dev.tidemark.views.OrderStatus;
import java.math.BigDecimal;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BatchFoldTest {
  private final MemoryStore store = MemoryStore.empty();
  private final Records log = new Records(3);
  private final Customer alice = new Customer("alice", new Random(1));

  @Test
  void anOrderIsOneRowInItsLastState() {
    var order = alice.newOrder();
    log.add(
        alice.registers("Germany"),
        alice.places(order, "Germany", 2),
        alice.pays(order, "3.75"),
        alice.isSent(order));

    var changes = store.apply(log.since(Positions.START));

    assertThat(changes.orders().created()).hasSize(1);
    assertThat(changes.orders().updated()).isEmpty();
    var row = store.orders().get(order);
    assertThat(row.sourceOffset()).isEqualTo(4);
    assertThat(row.view().status()).isEqualTo(OrderStatus.SHIPPED);
    assertThat(row.view().paid()).isEqualTo(Amount.parse("3.75"));
    assertThat(changes.timeline()).hasSize(4);
  }

  @Test
  void anOrderThatIsThereIsUpdated() {
    var order = alice.newOrder();
    store.apply(log.add(alice.places(order, null, 1)).since(Positions.START));
    var between = log.end();

    var changes = store.apply(log.add(alice.cancels(order)).since(between));

    assertThat(changes.orders().created()).isEmpty();
    assertThat(changes.orders().updated()).hasSize(1);
  }

  @Test
  void aRefundCountsWhereAndWhenTheOrderWasPlaced() {
    // Placed on 31 July 2011 at 23:31 UTC; what follows happens in August.
    var order = alice.newOrder();
    log.add(
        alice.places(order, "EIRE", 2),
        alice.registers("France"),
        alice.starts(alice.newSession()),
        alice.pays(order, "3.75"));
    for (int minute = 0; minute < 60; minute++) {
      log.add(alice.starts(alice.newSession()));
    }
    log.add(alice.isRefunded(order, "1.00"));

    store.apply(log.since(Positions.START));

    assertThat(store.sales().values())
        .containsExactly(
            new SalesIncrement(
                new SalesKey("EIRE", "2011-07", "alice", "GBP"),
                1,
                3,
                new BigDecimal("3.75"),
                new BigDecimal("1.00")));
  }

  @Test
  void anOrderWithoutACountryIsSoldNowhere() {
    store.apply(log.add(alice.places(alice.newOrder(), null, 1)).since(Positions.START));

    assertThat(store.sales().keySet()).extracting(SalesKey::country).containsExactly("");
  }

  @Test
  void anEventThatDoesNotFollowParksItsAggregateAndNoOther() {
    var broken = alice.newOrder();
    var whole = alice.newOrder();
    log.add(alice.places(broken, null, 1));
    alice.pays(broken, "1.25"); // Never reaches the log.
    log.add(alice.isSent(broken), alice.places(whole, null, 1), alice.isRefunded(broken, "1.00"));

    store.apply(log.since(Positions.START));

    assertThat(store.parkedAggregates()).containsExactly(broken.toString(), broken.toString());
    assertThat(store.parked())
        .extracting(Parked::cause)
        .containsExactly(
            "Expected event 2 of " + broken + ", but was 3",
            "Waits behind an earlier event of the same aggregate");
    assertThat(store.orders().get(broken).view().status()).isEqualTo(OrderStatus.PLACED);
    assertThat(store.orders()).containsKey(whole);
    assertThat(store.sales().values().iterator().next().refunded()).isEqualByComparingTo("0");
    assertThat(store.timeline()).hasSize(2);
  }

  @Test
  void aParkedAggregateStaysParkedInTheNextBatch() {
    var order = alice.newOrder();
    log.addUnreadable(EventTopic.ORDERS, order.toString(), "a type from the future");
    store.apply(log.since(Positions.START));
    var between = log.end();

    store.apply(log.add(alice.places(order, null, 1)).since(between));

    assertThat(store.parked()).hasSize(2);
    assertThat(store.orders()).isEmpty();
  }

  @Test
  void aUserWithTheNameOfAParkedOrderIsNotParked() {
    var order = alice.newOrder();
    var namesake = new Customer(order.toString(), new Random(2));
    log.addUnreadable(EventTopic.ORDERS, order.toString(), "a type from the future");
    log.add(namesake.registers(null));

    store.apply(log.since(Positions.START));

    assertThat(store.users()).containsOnlyKeys(namesake.username());
  }

  @Test
  void anEventThatTheRowHasFoldedAlreadyChangesNothing() {
    var order = alice.newOrder();
    log.add(alice.places(order, null, 1), alice.isRefunded(order, "1.00"));
    store.apply(log.since(Positions.START));

    var again = store.apply(log.since(Positions.START));

    assertThat(again.orders().isEmpty()).isTrue();
    assertThat(again.sales()).isEmpty();
    assertThat(again.parked()).isEmpty();
  }

  @Test
  void namesThatNobodyCouldHaveChosenAreMadePrintable() {
    log.addUnreadable(EventTopic.USERS, "a\0b", "no type");
    log.addUnreadable(EventTopic.USERS, "x".repeat(5_000), "no type");

    store.apply(log.since(Positions.START));

    assertThat(store.parkedAggregates()).isEqualTo(List.of("?a?b", "?" + "x".repeat(128)));
  }
}
