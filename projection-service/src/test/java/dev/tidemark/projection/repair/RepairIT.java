package dev.tidemark.projection.repair;

import static dev.tidemark.projection.given.Eventually.eventually;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.events.EventTopic;
import dev.tidemark.events.value.OrderId;
import dev.tidemark.localstack.LocalStack;
import dev.tidemark.projection.given.RandomHistory;
import dev.tidemark.projection.given.TestLog;
import dev.tidemark.projection.given.Views;
import dev.tidemark.projection.repair.Wish.Kind;
import dev.tidemark.projection.store.StoredJob.State;
import dev.tidemark.runtime.metrics.Metrics;
import dev.tidemark.views.cache.CachedValue;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RepairIT {
  private static final RepairMeters METERS = new RepairMeters(new Metrics());
  private static Views views;

  private final RepairedShard it = new RepairedShard(views);
  private final OrderId first = it.alice.newOrder();
  private final OrderId second = it.alice.newOrder();

  @BeforeAll
  static void open() throws Exception {
    TestLog.createTopics(RepairedShard.LOG.brokers().bootstrapServers(), RepairedShard.SHARDS);
    views = Views.in(LocalStack.shared(), "views_repair_it");
  }

  @AfterAll
  static void closeViews() {
    views.close();
  }

  @BeforeEach
  void somethingHappened() throws Exception {
    var session = it.alice.newSession();
    it.apply(
        it.alice.registers("EIRE"),
        it.alice.starts(session),
        it.alice.places(first, "EIRE", 3),
        it.alice.pays(first, "7.50"),
        it.alice.places(second, "France", 1),
        it.alice.touches(session));
    it.apply(it.alice.isRefunded(first, "2"), it.alice.moves("France"));
    it.eventuallyLive();
  }

  @AfterEach
  void close() {
    it.close();
  }

  @Test
  void whatIsAsTheLogSaysIsLeftAlone() {
    Report report = it.sweep(Kind.VERIFY, true);

    assertThat(report.damaged()).as("%s", report.findings()).isZero();
    assertThat(report.applied()).isZero();
    assertThat(report.failed()).isZero();
    // A row and a value each of a user, a session and two orders, and eight events.
    assertThat(report.equal()).isEqualTo(16);
  }

  @Test
  void rowsThatWereChangedOrDeletedByHandAreFoundAndMended() throws Exception {
    views.execute(
        "UPDATE orders SET total = 1, lines = '[]' WHERE order_id = '%s'".formatted(first));
    views.execute("DELETE FROM orders WHERE order_id = '%s'".formatted(second));
    views.execute(
        "UPDATE users SET country = 'Spain', status = 'inactive' WHERE shard = " + it.shard);
    views.execute("UPDATE sales SET orders = 9 WHERE shard = " + it.shard);

    Report found = it.sweep(Kind.VERIFY, false);
    assertThat(found.findings())
        .extracting(finding -> finding.what() + " " + finding.verdict())
        .contains(
            "orders.events " + first + " DIFFERENT",
            "orders.events " + second + " MISSING",
            "users.events " + it.alice.username() + " DIFFERENT",
            "sales of " + it.alice.username() + " DIFFERENT");
    assertThat(found.findings()).noneMatch(Finding::mended);
    assertThat(found.left()).isEqualTo(found.damaged());
    Report mended = it.sweep(Kind.VERIFY, true);

    assertThat(mended.findings()).allMatch(Finding::mended);
    assertThat(mended.left()).isZero();
    it.assertRowsAreAsTheLogSays();
    assertThat(it.sweep(Kind.VERIFY, false).damaged()).isZero();
    assertThat(views.ask("SELECT sum(orders) FROM sales WHERE shard = " + it.shard))
        .containsExactly("2");
    it.eventuallyLive();
  }

  @Test
  void aRowWithMoreEventsThanTheLogIsReportedAndLeftAlone() throws Exception {
    views.execute("UPDATE orders SET version = 50 WHERE order_id = '%s'".formatted(first));

    Report report = it.sweep(Kind.REPLAY_VIEWS, true);

    assertThat(report.findings())
        .containsExactly(new Finding("postgres", "orders.events " + first, "AHEAD", false));
    assertThat(views.ask("SELECT version FROM orders WHERE order_id = '%s'".formatted(first)))
        .containsExactly("50");
  }

  @Test
  void valuesThatAreWrongInRedisAreFoundAndMended() throws Exception {
    byte[] right = value(first);
    var read = CachedValue.unread(right).orElseThrow();
    // Another content of the same version; a version that nothing has yet; an older state.
    plant(
        it.keys.order(first),
        read.version(),
        read,
        "\"refunded\":\"2.00\"",
        "\"refunded\":\"3.00\"");
    plant(it.keys.order(second), 900_000_000, read, "", "");
    String user = it.keys.user(it.alice.username());
    plant(user, 0, CachedValue.unread(it.redis.sync().get(user)).orElseThrow(), "France", "EIRE");

    Report found = it.sweep(Kind.VERIFY, false);
    assertThat(found.findings())
        .extracting(finding -> finding.store() + " " + finding.what() + " " + finding.verdict())
        .containsExactlyInAnyOrder(
            "redis orders.events " + first + " DIFFERENT",
            "redis orders.events " + second + " DIFFERENT",
            "redis users.events " + it.alice.username() + " STALE");
    assertThat(value(first)).isNotEqualTo(right);
    it.sweep(Kind.VERIFY, true);

    assertThat(CachedValue.unread(value(first)).orElseThrow().json()).isEqualTo(read.json());
    assertThat(it.sweep(Kind.VERIFY, false).damaged()).isZero();
  }

  @Test
  void aReplayOfTheCacheFillsWhatIsNotThere() {
    it.redis.sync().del(it.keys.order(first), it.keys.order(second));
    var ofFirst = new Selection(null, first, null, null, null, null, null, null, null, null);

    assertThat(it.sweep(new Wish(Kind.REPLAY_CACHE, ofFirst, false)).applied()).isEqualTo(1);
    assertThat(value(first)).as("after a dry run").isNull();
    assertThat(it.sweep(new Wish(Kind.REPLAY_CACHE, ofFirst, true)).applied()).isEqualTo(1);
    assertThat(value(first)).isNotNull();
    assertThat(value(second)).isNull();
    assertThat(it.sweep(Kind.REPLAY_CACHE, true).applied()).isEqualTo(1);
    assertThat(value(second)).isNotNull();
  }

  @Test
  void aReplayOfAStretchTouchesWhatHasEventsThere() throws Exception {
    views.execute("UPDATE orders SET units = 99 WHERE shard = " + it.shard);
    // The last event of orders is the refund of the first one.
    long last =
        Long.parseLong(
            views
                .ask(
                    "SELECT max(\"offset\") FROM events WHERE topic = 'orders.events' AND shard = "
                        + it.shard)
                .getFirst());
    var stretch =
        new Selection(null, null, null, EventTopic.ORDERS, it.shard, last, null, null, null, null);

    Report report = it.sweep(new Wish(Kind.REPLAY_VIEWS, stretch, true));

    assertThat(report.findings())
        .containsExactly(new Finding("postgres", "orders.events " + first, "DIFFERENT", true));
  }

  @Test
  void eventsThatAreParkedAreNoDamage() throws Exception {
    it.applyUnreadable(it.alice.pays(second, "1.25"));
    it.apply(it.alice.isSent(second));

    Report report = it.sweep(Kind.VERIFY, true);

    assertThat(report.damaged() + report.failed()).as("%s", report.findings()).isZero();
  }

  @Test
  void rowsThatMoveOnMeanwhileAreNeitherDamagedNorSetBack() throws Exception {
    var history = RandomHistory.of("busy" + it.shard + "-", 5, 300, new Random(it.shard));
    var writer =
        CompletableFuture.runAsync(() -> {
          for (int from = 0; from < history.size(); from += 10) {
            it.apply(history.subList(from, from + 10));
          }
        });

    while (!writer.isDone()) {
      Report report = it.sweep(Kind.VERIFY, true);
      assertThat(report.damaged()).as("%s", report.findings()).isZero();
    }
    writer.get();

    it.assertRowsAreAsTheLogSays();
  }

  @Test
  void jobsAreDoneOneOfAKindAtATimeAndCanBeCancelledAndTakenUpAgain() throws Exception {
    var jobs = views.jobs(UUID::randomUUID);
    var ofAlice =
        new Selection(it.alice.username(), null, null, null, null, null, null, null, null, null);
    var wish = new Wish(Kind.REPLAY_VIEWS, ofAlice, true);
    Job cancelled = jobs.begin(wish).orElseThrow();
    assertThat(jobs.begin(wish)).isEmpty();
    assertThat(jobs.cancel(cancelled.id()).orElseThrow().state()).isEqualTo(State.CANCELLING);

    try (var _ = JobWorker.start(jobs, it.stores, it.look(), "one", METERS, new Random())) {
      eventually(() -> assertThat(state(jobs, cancelled)).isEqualTo(State.CANCELLED));
    }
    views.execute("UPDATE orders SET units = 99 WHERE order_id = '%s'".formatted(first));
    Job left = jobs.begin(wish).orElseThrow();
    // Somebody claimed it and died a minute ago.
    views.execute(
        "UPDATE tidemark.repair_jobs SET owner = 'dead', heard_at = now() - interval '1 minute' WHERE id = '%s'"
            .formatted(left.id()));
    try (var _ = JobWorker.start(jobs, it.stores, it.look(), "two", METERS, new Random())) {
      eventually(() -> assertThat(state(jobs, left)).isEqualTo(State.DONE));
    }

    Report report = jobs.find(left.id()).orElseThrow().report();
    assertThat(report.applied()).isEqualTo(1);
    assertThat(report.read()).isPositive();
    it.assertRowsAreAsTheLogSays();
  }

  @Test
  void theStandingVerifierFindsDamageAndForgetsItOnceItIsMended() throws Exception {
    try (var verifier = StandingVerifier.start(it.stores, () -> List.of(it.shard), 1_000)) {
      eventually(() -> assertThat(verifier.standing().checked()).isGreaterThan(10));
      assertThat(verifier.standing().wrong()).isEmpty();

      views.execute("UPDATE orders SET units = 99 WHERE order_id = '%s'".formatted(first));
      eventually(() ->
          assertThat(verifier.standing().wrong())
              .extracting(Finding::what)
              .containsExactly("orders.events " + first));
      it.sweep(Kind.VERIFY, true);
      eventually(() -> assertThat(verifier.standing().wrong()).isEmpty());
    }
  }

  private static State state(Jobs jobs, Job job) {
    return jobs.find(job.id()).orElseThrow().state();
  }

  private byte[] value(OrderId order) {
    return it.redis.sync().get(it.keys.order(order));
  }

  private void plant(
      String key, long version, CachedValue.Unread value, String before, String after) {
    String json = new String(value.json(), UTF_8).replace(before, after);
    it.redis.sync().set(key, new CachedValue.Unread(version, json.getBytes(UTF_8)).encode());
  }
}
