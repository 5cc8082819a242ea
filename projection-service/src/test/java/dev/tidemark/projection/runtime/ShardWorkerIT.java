package dev.tidemark.projection.runtime;

import static dev.tidemark.projection.given.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.events.Envelope;
import dev.tidemark.events.EventTopic;
import dev.tidemark.localstack.LocalStack;
import dev.tidemark.projection.batch.Batch;
import dev.tidemark.projection.batch.Positions;
import dev.tidemark.projection.given.Customer;
import dev.tidemark.projection.given.FollowerForTests;
import dev.tidemark.projection.given.MetersForTests;
import dev.tidemark.projection.given.TestLog;
import dev.tidemark.projection.given.Views;
import dev.tidemark.projection.store.ViewStore;
import dev.tidemark.runtime.brokers.Brokers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ShardWorkerIT {
  private static final int SHARDS_MAX = 32;
  private static final AtomicInteger SHARDS = new AtomicInteger();
  private static final String BOOTSTRAP = LocalStack.shared().kafka().bootstrapServers();
  private static Views views;

  private final int shard = SHARDS.incrementAndGet();
  private final ViewStore store = views.store();
  private final Random random = new Random(shard);
  private final Customer alice = new Customer("alice" + shard, random);
  private final TestLog log = new TestLog(BOOTSTRAP, shard);
  private FollowerForTests follower = new FollowerForTests();
  private ShardWorker worker;

  @BeforeAll
  static void open() throws Exception {
    TestLog.createTopics(BOOTSTRAP, SHARDS_MAX);
    views = Views.in(LocalStack.shared(), "views_worker_it");
  }

  @AfterAll
  static void closeViews() {
    views.close();
  }

  @AfterEach
  void close() {
    if (worker != null) {
      worker.close();
    }
    log.close();
  }

  @Test
  void eventsBecomeRowsAndAbortedOnesNever() throws Exception {
    var order = alice.newOrder();
    var never = alice.newOrder();
    log.write(alice.registers("EIRE"), alice.places(order, "EIRE", 2));
    log.abort(alice.places(never, "EIRE", 2));
    work();
    log.write(alice.pays(order, "3.75"));

    eventually(() -> assertThat(statusOf(order.toString())).containsExactly("paid 2"));
    assertThat(statusOf(never.toString())).isEmpty();
    assertThat(sales()).containsExactly("1 3 3.75");
  }

  @Test
  void positionsPassMarkersAndAbortedRecordsToTheEndOfTheLog() throws Exception {
    log.write(alice.registers(null));
    log.abort(alice.moves("EIRE"));
    work();

    // Two records and two markers.
    eventually(() -> assertThat(store.positions(shard).users()).isEqualTo(4));
    eventually(() -> assertThat(worker.status().lag()).hasValue(0));
    assertThat(follower.heard()).contains(new Positions(4, 0, 0));
  }

  @Test
  void afterARestartItGoesOnWhereItStood() throws Exception {
    var order = alice.newOrder();
    log.write(alice.places(order, "EIRE", 1));
    work();
    eventually(() -> assertThat(sales()).containsExactly("1 1 1.25"));
    worker.close();
    log.write(alice.places(alice.newOrder(), "EIRE", 1), alice.pays(order, "1.25"));

    work();

    eventually(() -> assertThat(statusOf(order.toString())).containsExactly("paid 1"));
    assertThat(sales()).containsExactly("2 2 2.50");
  }

  @Test
  void aCrashAfterTheCommitDoesNotCountTwice() throws Exception {
    log.write(alice.places(alice.newOrder(), "EIRE", 1));
    // The batch is committed, and nobody hears of it.
    try (var dying = new ShardLog(shard, settings())) {
      dying.seek(store.positions(shard));
      Batch batch = dying.poll(java.time.Duration.ofSeconds(10));
      store.apply(shard, Positions.START, batch);
    }

    work();
    log.write(alice.places(alice.newOrder(), "EIRE", 1));

    eventually(() -> assertThat(sales()).containsExactly("2 2 2.50"));
  }

  @Test
  void ofTwoWorkersOneIsOvertakenAndNothingIsCountedTwice() throws Exception {
    work();
    var otherFollower = new FollowerForTests();
    var other =
        ShardWorker.start(
            "views_worker_it",
            shard,
            store,
            new ShardLog(shard, settings()),
            otherFollower,
            new Pace(),
            MetersForTests::ofWorkers,
            random);
    eventually(() -> {
      log.write(alice.places(alice.newOrder(), "EIRE", 1));
      assertThat(follower.losses() + otherFollower.losses()).isPositive();
    });
    other.close();
    var last = alice.newOrder();
    log.write(alice.places(last, "EIRE", 1));

    eventually(() -> assertThat(statusOf(last.toString())).containsExactly("placed 1"));
    var count = views.ask("SELECT count(*) FROM orders WHERE shard = " + shard).getFirst();
    assertThat(sales().getFirst()).startsWith(count + " " + count + " ");
    assertThat(views.ask("SELECT count(*) FROM events WHERE shard = " + shard))
        .containsExactly(count);
  }

  @Test
  void poisonParksItsAggregateAndNoOther() throws Exception {
    var broken = alice.newOrder();
    var whole = alice.newOrder();
    var placed = log.recordOf(alice.places(broken, "EIRE", 1));
    placed.headers().remove("ce_type").add("ce_type", bytes("order.placed.v99"));
    log.writeRaw(placed);
    log.write(alice.pays(broken, "1.25"), alice.places(whole, "EIRE", 1));
    work();

    eventually(() -> assertThat(statusOf(whole.toString())).containsExactly("placed 1"));
    assertThat(statusOf(broken.toString())).isEmpty();
    assertThat(
            views.ask(
                "SELECT aggregate_id, \"offset\", convert_from(record_value,"
                    + " 'UTF8')::jsonb->>'orderId' FROM parked WHERE shard = "
                    + shard
                    + " ORDER BY \"offset\""))
        .containsExactly(broken + " 0 " + broken, broken + " 2 " + broken);
    worker.close();
    log.write(alice.isSent(broken));
    work();

    eventually(() -> assertThat(worker.status().parked()).isEqualTo(3));
  }

  @Test
  void whatPostgresCannotStoreIsFoundInItsBatchAndParked() throws Exception {
    var events = new java.util.ArrayList<Envelope>();
    for (int i = 0; i < 40; i++) {
      events.add(alice.places(alice.newOrder(), "EIRE", 1));
    }
    var poison = alice.newOrder();
    events.add(17, withCorrelation(alice.places(poison, "EIRE", 1), "a\0b"));
    log.write(events);
    work();

    eventually(() -> assertThat(sales()).containsExactly("40 40 50.00"));
    assertThat(views.ask("SELECT aggregate_id FROM parked WHERE shard = " + shard))
        .containsExactly(poison.toString());
  }

  @Test
  void aLogThatLostWhatShouldComeNextIsNotSkipped() throws Exception {
    log.write(alice.registers(null));
    log.write(alice.moves("EIRE"));
    try (var admin = Admin.create(Map.of("bootstrap.servers", BOOTSTRAP))) {
      var users = new TopicPartition(EventTopic.USERS.topicName(), shard);
      admin.deleteRecords(Map.of(users, RecordsToDelete.beforeOffset(2))).all().get();
    }

    work();

    eventually(() -> assertThat(worker.status().state()).isEqualTo(ShardState.OUT_OF_LOG));
    assertThat(worker.status().reason())
        .startsWith("users.events, shard " + shard + ", is applied up to 0, but the log holds 2 to")
        .contains("tidemark rebuild");
    assertThat(views.ask("SELECT username FROM users WHERE shard = " + shard)).isEmpty();
  }

  @Test
  void topicsThatAreNotThereYetAreWaitedFor() throws Exception {
    worker =
        ShardWorker.start(
            "views_worker_it",
            SHARDS_MAX,
            store,
            new ShardLog(SHARDS_MAX, settings()),
            follower,
            new Pace(),
            MetersForTests::ofWorkers,
            random);

    eventually(() -> assertThat(worker.status().state()).isEqualTo(ShardState.WAITING));
    assertThat(worker.status().reason()).contains("users.events", "the command service creates it");
  }

  private void work() {
    follower = new FollowerForTests();
    worker =
        ShardWorker.start(
            "views_worker_it",
            shard,
            store,
            new ShardLog(shard, settings()),
            follower,
            new Pace(),
            MetersForTests::ofWorkers,
            random);
  }

  private static LogSettings settings() {
    return new LogSettings(Brokers.plain(BOOTSTRAP), "unused", 2_000, 1024 * 1024);
  }

  private static List<String> statusOf(String order) throws Exception {
    return views.ask("SELECT status, line_count FROM orders WHERE order_id = '" + order + "'");
  }

  private List<String> sales() throws Exception {
    return views.ask(
        "SELECT sum(orders), sum(units), sum(revenue)::numeric(19, 2) FROM sales WHERE shard = "
            + shard);
  }

  private static Envelope withCorrelation(Envelope of, String correlationId) {
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

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
