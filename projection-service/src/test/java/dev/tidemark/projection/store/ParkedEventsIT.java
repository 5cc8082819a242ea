package dev.tidemark.projection.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.events.EventTopic;
import dev.tidemark.events.kafka.LogEntry;
import dev.tidemark.events.value.OrderId;
import dev.tidemark.localstack.LocalStack;
import dev.tidemark.projection.batch.Aggregate;
import dev.tidemark.projection.batch.Batch;
import dev.tidemark.projection.batch.LogRecord;
import dev.tidemark.projection.batch.Positions;
import dev.tidemark.projection.batch.Rereading;
import dev.tidemark.projection.given.Customer;
import dev.tidemark.projection.given.MemoryStore;
import dev.tidemark.projection.given.Records;
import dev.tidemark.projection.given.Views;
import dev.tidemark.projection.runtime.LogForm;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ParkedEventsIT {
  private static final AtomicInteger SHARDS = new AtomicInteger();
  private static final LogForm FORM = new LogForm();
  private static final Rereading LATER = new LaterRelease();
  private static final Discarding WHY = new Discarding("ann", "not ours");
  private static Views views;

  private final int shard = SHARDS.incrementAndGet();
  private final ViewStore store = views.store();
  private final Records log = new Records(shard);
  private final Customer alice = new Customer("alice" + shard, new Random(shard));
  private final OrderId broken = alice.newOrder();
  private final OrderId whole = alice.newOrder();
  private final QueueName queue =
      new QueueName(new Aggregate(EventTopic.ORDERS, broken.toString()), shard);
  private final List<Positions> leasesEnded = new ArrayList<>();
  private Positions standing = store.positions(shard);

  @BeforeAll
  static void open() {
    views = Views.in(LocalStack.shared(), "views_parked_it");
  }

  @AfterAll
  static void close() {
    views.close();
  }

  @Test
  void aTypeThatIsKnownLaterIsAppliedAsIfItHadNeverBeenParked() throws Exception {
    log.add(alice.registers("EIRE"));
    log.add(alice.places(broken, "EIRE", 2));
    makeLastUnreadable("order.placed.v99");
    log.add(alice.places(whole, "EIRE", 1), alice.pays(broken, "3.75"));
    log.add(alice.isRefunded(broken, "1.25"), alice.pays(whole, "1.25"));
    applyAll();
    assertThat(status(broken)).isEmpty();
    assertThat(status(whole)).containsExactly("paid");

    var today = parked(FORM);
    Retried still = today.retry(queue, false);
    assertThat(still.applied()).isZero();
    assertThat(still.left()).isEqualTo(3);
    assertThat(still.cause()).contains("order.placed.v99");
    assertThat(leasesEnded).isEmpty();

    var tomorrow = parked(LATER);
    assertThat(tomorrow.retry(queue, true)).isEqualTo(new Retried(queue, 0, 3, 0, ""));
    assertThat(status(broken)).as("after a dry run").isEmpty();
    assertThat(tomorrow.retry(queue, false)).isEqualTo(new Retried(queue, 0, 3, 0, ""));

    assertAllIsAsIfNothingHadBeenParked();
    assertThat(leasesEnded).containsExactly(standing);
    assertThat(store.rewritten(1, shard, 0, 10).rows().orders().rows()).hasSize(1);
  }

  @Test
  void whatPostgresRefusedIsAppliedWhenItNoLongerDoes() throws Exception {
    String rule = "no_shipping_" + shard;
    views.execute(
        "ALTER TABLE orders ADD CONSTRAINT " + rule + " CHECK (status <> 'shipped') NOT VALID");
    log.add(alice.places(broken, "EIRE", 2), alice.pays(broken, "3.75"));
    applyAll();
    log.add(alice.isSent(broken), alice.isRefunded(broken, "1"), alice.places(whole, null, 1));
    applyAll();
    assertThat(status(broken)).containsExactly("paid");
    assertThat(status(whole)).containsExactly("placed");

    Retried refused = parked(FORM).retry(queue, false);
    assertThat(refused.cause()).contains("PostgreSQL refuses it", rule);
    assertThat(refused.left()).isEqualTo(2);
    views.execute("ALTER TABLE orders DROP CONSTRAINT " + rule);
    assertThat(parked(FORM).retry(queue, false).applied()).isEqualTo(2);

    assertAllIsAsIfNothingHadBeenParked();
  }

  @Test
  void aFoldThatThrowsParksUntilTheRowIsMended() throws Exception {
    log.add(alice.places(broken, "EIRE", 2));
    applyAll();
    views.execute("UPDATE orders SET version = 7 WHERE order_id = '" + broken + "'");
    log.add(alice.pays(broken, "3.75"), alice.places(whole, "EIRE", 1), alice.isSent(broken));
    applyAll();
    assertThat(parked(FORM).first(queue, 9))
        .extracting(ParkedEvent::offset)
        .containsExactly(2L, 6L);
    assertThat(parked(FORM).list(Optional.empty(), 100))
        .filteredOn(each -> each.name().equals(queue))
        .singleElement()
        .satisfies(each -> {
          assertThat(each.cause()).contains("Expected event 8");
          assertThat(each.type()).isEqualTo("order.paid.v1");
          assertThat(each.events()).isEqualTo(2);
        });

    views.execute("UPDATE orders SET version = 1 WHERE order_id = '" + broken + "'");
    parked(FORM).retry(queue, false);

    assertAllIsAsIfNothingHadBeenParked();
  }

  @Test
  void whatFailsInTheMiddleLetsTheEventsBeforeItThrough() throws Exception {
    log.add(alice.places(broken, "EIRE", 2));
    makeLastUnreadable("order.placed.v99");
    log.add(alice.pays(broken, "3.75"), alice.isSent(broken));
    makeLastUnreadable("order.gone.v1");
    log.add(alice.isRefunded(broken, "1"));
    applyAll();

    Retried half = parked(LATER).retry(queue, false);

    assertThat(half.applied()).isEqualTo(2);
    assertThat(half.left()).isEqualTo(2);
    assertThat(half.cause()).contains("order.gone.v1");
    assertThat(status(broken)).containsExactly("paid");
    assertThat(parked(FORM).first(queue, 1).getFirst().cause()).isEqualTo(half.cause());
  }

  @Test
  void aForeignRecordIsDiscardedAndThoseBehindItGoOn() throws Exception {
    log.add(alice.places(broken, "EIRE", 2));
    log.addUnreadable(EventTopic.ORDERS, broken.toString(), "garbage");
    log.add(alice.pays(broken, "3.75"));
    applyAll();

    assertThat(parked(FORM).discard(queue, 4, WHY, false)).as("not the first").isEmpty();
    assertThat(parked(FORM).discard(queue, 2, WHY, true).orElseThrow().applied()).isEqualTo(1);
    assertThat(status(broken)).containsExactly("placed");
    assertThat(parked(FORM).discard(queue, 2, WHY, false).orElseThrow())
        .isEqualTo(new Retried(queue, 1, 1, 0, ""));
    assertThat(parked(FORM).discard(queue, 2, WHY, false)).as("sent twice").isEmpty();

    assertThat(status(broken)).containsExactly("paid");
    assertThat(
            views.ask(
                "SELECT \"offset\", discarded_by, reason FROM discarded WHERE shard = " + shard))
        .containsExactly("2 ann not ours");
  }

  @Test
  void aDiscardedEventThatHistoryCountsLeavesTheNextOnesParked() throws Exception {
    log.add(alice.places(broken, "EIRE", 2), alice.pays(broken, "3.75"));
    makeLastUnreadable("order.gone.v1");
    log.add(alice.isSent(broken));
    applyAll();

    Retried after = parked(FORM).discard(queue, 2, WHY, false).orElseThrow();

    assertThat(after.applied()).isZero();
    assertThat(after.left()).isEqualTo(1);
    assertThat(after.cause()).contains("Expected event 2", "but was 3");
    assertThat(status(broken)).containsExactly("placed");
  }

  /// The retry holds the shard while it ends the lease; a batch that comes then waits, and finds
  /// the aggregate no longer parked.
  @Test
  void aBatchThatComesDuringARetryIsAppliedOnTopOfIt() throws Exception {
    log.add(alice.places(broken, "EIRE", 2));
    makeLastUnreadable("order.placed.v99");
    applyAll();
    var from = standing;
    var batch = log.add(alice.pays(broken, "3.75")).since(from);
    var entered = new CountDownLatch(1);
    var go = new CountDownLatch(1);
    var slow =
        views.parked(
            LATER,
            (_, _, _) -> {
              entered.countDown();
              await(go);
              return List.of(1);
            });

    var retry = CompletableFuture.supplyAsync(() -> slow.retry(queue, false));
    assertThat(entered.await(20, TimeUnit.SECONDS)).isTrue();
    var worker = CompletableFuture.supplyAsync(() -> store.apply(shard, from, batch));
    assertThatThrownBy(() -> worker.get(200, TimeUnit.MILLISECONDS))
        .isInstanceOf(java.util.concurrent.TimeoutException.class);
    go.countDown();

    assertThat(worker.get(20, TimeUnit.SECONDS).parked()).as("parked by the batch").isEmpty();
    assertThat(retry.get(20, TimeUnit.SECONDS).applied()).isEqualTo(1);
    assertThat(status(broken)).containsExactly("paid");
  }

  @Test
  void nothingIsAppliedIfTheLeaseCannotBeEnded() throws Exception {
    log.add(alice.places(broken, "EIRE", 2));
    makeLastUnreadable("order.placed.v99");
    applyAll();
    var without =
        views.parked(
            LATER,
            (_, _, _) -> {
              throw new IllegalStateException("Redis does not answer");
            });

    assertThatThrownBy(() -> without.retry(queue, false)).isInstanceOf(IllegalStateException.class);

    assertThat(status(broken)).isEmpty();
    assertThat(parked(FORM).count(queue)).isEqualTo(1);
  }

  private ParkedEvents parked(Rereading rereading) {
    return views.parked(
        rereading,
        (schema, _, positions) -> {
          assertThat(schema).isEqualTo("views_parked_it");
          leasesEnded.add(positions);
          return List.of(1);
        });
  }

  /// As the worker does: what is refused is parked alone.
  private void applyAll() {
    for (LogRecord each : log.since(standing).records()) {
      var next = standing.with(each.topic(), each.offset() + 2);
      var batch = new Batch(List.of(each), next);
      try {
        store.apply(shard, standing, batch);
      } catch (StoreException.Refused e) {
        store.apply(shard, standing, batch.unreadable(String.valueOf(e.getMessage())));
      }
      standing = next;
    }
  }

  private void makeLastUnreadable(String type) {
    log.replaceLast(last -> FORM.read(last.entry().position(), Records.renamed(last.raw(), type)));
  }

  private void assertAllIsAsIfNothingHadBeenParked() throws Exception {
    var memory = MemoryStore.empty();
    var readable =
        log.all().stream().map(each -> LATER.read(each.entry().position(), each.raw())).toList();
    assertThat(readable).allMatch(each -> each.entry() instanceof LogEntry.Recorded);
    memory.apply(new Batch(readable, log.end()));
    var slices = store.slices(shard, Positions.START, log.end(), Integer.MAX_VALUE);
    assertThat(slices.orders().rows())
        .containsExactlyInAnyOrderElementsOf(memory.orders().values());
    assertThat(slices.users().rows()).containsExactlyInAnyOrderElementsOf(memory.users().values());
    assertThat(StoredSales.of(views, shard)).isEqualTo(StoredSales.expected(memory));
    assertThat(views.ask("SELECT count(*) FROM events WHERE shard = " + shard))
        .containsExactly(String.valueOf(memory.timeline().size()));
    assertThat(store.parkedCount(shard, 10)).isZero();
    assertThat(DerivedTables.kept(views, shard)).isEqualTo(DerivedTables.derived(views, shard));
  }

  private static List<String> status(OrderId order) throws Exception {
    return views.ask("SELECT status FROM orders WHERE order_id = '" + order + "'");
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
