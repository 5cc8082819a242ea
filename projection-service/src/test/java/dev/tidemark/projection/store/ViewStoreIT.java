package dev.tidemark.projection.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.events.Envelope;
import dev.tidemark.events.EventTopic;
import dev.tidemark.localstack.LocalStack;
import dev.tidemark.projection.batch.Batch;
import dev.tidemark.projection.batch.Positions;
import dev.tidemark.projection.given.Customer;
import dev.tidemark.projection.given.MemoryStore;
import dev.tidemark.projection.given.RandomHistory;
import dev.tidemark.projection.given.Records;
import dev.tidemark.projection.given.Views;
import dev.tidemark.projection.store.StoreException.Overtaken;
import dev.tidemark.projection.view.RowStatement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class ViewStoreIT {
  private static final AtomicInteger SHARDS = new AtomicInteger();
  private static Views views;

  private final int shard = SHARDS.incrementAndGet();
  private final ViewStore store = views.store();
  private final Records log = new Records(shard);
  private final Random random = new Random(shard);
  private final Customer alice = new Customer("alice" + shard, random);

  @BeforeAll
  static void open() {
    views = Views.in(LocalStack.shared(), "views_store_it");
  }

  @AfterAll
  static void close() {
    views.close();
  }

  @RepeatedTest(3)
  void theTablesSayWhatTheFoldSays() throws Exception {
    long seed = new Random().nextLong();
    var seeded = new Random(seed);
    log.add(RandomHistory.of("customer" + shard + "-", 5, 300, seeded));
    log.addUnreadable(EventTopic.USERS, "customer" + shard + "-0", "no type");
    log.add(RandomHistory.of("late" + shard + "-", 2, 50, seeded));
    var memory = MemoryStore.empty();
    memory.apply(log.since(Positions.START));

    Positions standing = store.positions(shard);
    for (Batch part : parts(log.since(Positions.START), seeded)) {
      store.apply(shard, standing, part);
      standing = part.next();
    }

    var slices = store.slices(shard, Positions.START, log.end(), Integer.MAX_VALUE);
    assertThat(slices.users().rows())
        .as("seed %d", seed)
        .containsExactlyInAnyOrderElementsOf(memory.users().values());
    assertThat(slices.sessions().rows())
        .containsExactlyInAnyOrderElementsOf(memory.sessions().values());
    assertThat(slices.orders().rows())
        .containsExactlyInAnyOrderElementsOf(memory.orders().values());
    assertThat(sales()).isEqualTo(sales(memory));
    assertThat(views.ask("SELECT count(*) FROM events WHERE shard = " + shard))
        .containsExactly(String.valueOf(memory.timeline().size()));
    assertThat(views.ask("SELECT count(*) FROM parked WHERE shard = " + shard))
        .containsExactly(String.valueOf(memory.parked().size()));
    assertThat(store.positions(shard)).isEqualTo(log.end());
    assertThat(DerivedTables.kept(views, shard)).isEqualTo(DerivedTables.derived(views, shard));
  }

  @Test
  void manyRowsAtOnceSayWhatFewSay() throws Exception {
    String strange = "a\tb\\c\nd\re\\N \\. \u0001 Zoë 🌊";
    Batch batch = largeBatch(strange);
    var memory = MemoryStore.empty();
    memory.apply(batch);

    store.apply(shard, store.positions(shard), batch);

    var slices = store.slices(shard, Positions.START, log.end(), Integer.MAX_VALUE);
    assertThat(slices.orders().rows())
        .containsExactlyInAnyOrderElementsOf(memory.orders().values());
    assertThat(slices.users().rows()).containsExactlyInAnyOrderElementsOf(memory.users().values());
    assertThat(slices.sessions().rows())
        .containsExactlyInAnyOrderElementsOf(memory.sessions().values());
    assertThat(
            views.ask(
                "SELECT DISTINCT correlation_id, causation_id IS NULL FROM events WHERE shard = "
                    + shard))
        .containsExactly(strange + " t");
    assertThat(DerivedTables.kept(views, shard)).isEqualTo(DerivedTables.derived(views, shard));
  }

  @Test
  void positionsThatArePutBackByHandLetNothingCountTwice() throws Exception {
    Batch batch = largeBatch("as ever");
    store.apply(shard, store.positions(shard), batch);
    List<String> sales = sales();

    views.execute("UPDATE positions SET position = 0 WHERE shard = " + shard);
    store.apply(shard, Positions.START, batch);

    assertThat(sales()).isEqualTo(sales).isNotEmpty();
    assertThat(views.ask("SELECT count(*) FROM events WHERE shard = " + shard))
        .containsExactly(String.valueOf(batch.records().size()));
  }

  @Test
  void aBatchThatBeginsWhereTheShardNoLongerStandsChangesNothing() throws Exception {
    var order = alice.newOrder();
    log.add(alice.places(order, "EIRE", 1));
    Batch batch = log.since(store.positions(shard));
    store.apply(shard, Positions.START, batch);

    assertThatThrownBy(() -> store.apply(shard, Positions.START, batch))
        .isInstanceOf(Overtaken.class);
    var partly = Positions.START.with(EventTopic.ORDERS, batch.next().orders());
    assertThatThrownBy(() -> store.apply(shard, partly.with(EventTopic.USERS, 77), batch))
        .isInstanceOf(Overtaken.class);

    assertThat(sales()).containsExactly("EIRE 2011-07 " + alice.username() + " GBP 1 1 1.25 0.00");
    assertThat(store.positions(shard)).isEqualTo(batch.next());
  }

  @Test
  void ofManyWritersOfOneShardOneWinsEachBatch() throws Exception {
    for (int i = 0; i < 20; i++) {
      log.add(alice.places(alice.newOrder(), "EIRE", 1));
    }
    store.positions(shard);
    var writers = new ArrayList<CompletableFuture<Void>>();
    for (int writer = 0; writer < 4; writer++) {
      writers.add(CompletableFuture.runAsync(this::applyAllOneByOne));
    }
    CompletableFuture.allOf(writers.toArray(CompletableFuture[]::new)).get();

    assertThat(sales())
        .containsExactly("EIRE 2011-07 " + alice.username() + " GBP 20 20 25.00 0.00");
  }

  @Test
  void whatPostgresCanNeverStoreIsRefusedAsSuch() {
    var event = alice.registers(null);
    Batch batch = log.add(correlated(event, "a\0b")).since(store.positions(shard));

    assertThatThrownBy(() -> store.apply(shard, Positions.START, batch))
        .isInstanceOf(StoreException.Refused.class);
    store.apply(shard, Positions.START, batch.unreadable("refused"));

    assertThat(store.parkedCount(shard, 10)).isEqualTo(1);
    assertThat(store.positions(shard)).isEqualTo(batch.next());
  }

  @Test
  void linesAreNotWrittenAgainWhenTheStatusChanges() throws Exception {
    var order = alice.newOrder();
    Batch placed = log.add(alice.places(order, null, 3)).since(store.positions(shard));
    store.apply(shard, Positions.START, placed);
    views.ask("UPDATE orders SET lines = '[]' WHERE order_id = '" + order + "' RETURNING order_id");

    store.apply(shard, placed.next(), log.add(alice.pays(order, "7.50")).since(placed.next()));

    assertThat(views.ask("SELECT status, lines FROM orders WHERE order_id = '" + order + "'"))
        .containsExactly("paid []");
  }

  /// So many new rows of each view that they are copied.
  private Batch largeBatch(String correlationId) {
    for (int i = 0; i < RowStatement.COPIED_ROWS_MIN; i++) {
      var other = new Customer("other" + shard + "-" + i, random);
      log.add(
          correlated(other.registers(null), correlationId),
          correlated(other.starts(other.newSession()), correlationId),
          correlated(alice.places(alice.newOrder(), null, 2), correlationId));
    }
    return log.since(Positions.START);
  }

  private void applyAllOneByOne() {
    Positions standing = Positions.START;
    for (var each : log.all()) {
      var next = standing.with(each.topic(), each.offset() + 2);
      try {
        store.apply(shard, standing, new Batch(List.of(each), next));
      } catch (Overtaken e) {
        assertThat(store.positions(shard).isBeyond(standing)).isTrue();
      }
      standing = next;
    }
  }

  private static Envelope correlated(Envelope of, String correlationId) {
    return new Envelope(
        of.event(),
        of.sequence(),
        of.commandId(),
        of.commandHash(),
        of.term(),
        correlationId,
        null,
        null,
        of.occurredAt(),
        of.recordedAt());
  }

  private List<String> sales() throws Exception {
    return views.ask(
        "SELECT country, month, username, currency, orders, units, revenue::numeric(19, 2),"
            + " refunded::numeric(19, 2) FROM sales WHERE shard = "
            + shard
            + " ORDER BY country, month, username, currency");
  }

  private static List<String> sales(MemoryStore memory) {
    return memory.sales().values().stream()
        .map(sold ->
            "%s %s %s %s %d %d %s %s"
                .formatted(
                    sold.key().country(),
                    sold.key().month(),
                    sold.key().username(),
                    sold.key().currency(),
                    sold.orders(),
                    sold.units(),
                    sold.revenue().setScale(2, java.math.RoundingMode.HALF_UP),
                    sold.refunded().setScale(2, java.math.RoundingMode.HALF_UP)))
        .toList();
  }

  private static List<Batch> parts(Batch batch, Random random) {
    if (batch.records().size() < 2 || random.nextInt(8) == 0) {
      return List.of(batch);
    }
    var parts = new ArrayList<Batch>();
    batch.halves().forEach(half -> parts.addAll(parts(half, random)));
    return parts;
  }
}
