package dev.tidemark.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.events.EventTopic;
import dev.tidemark.events.consistency.ConsistencyToken;
import dev.tidemark.localstack.KafkaServer;
import dev.tidemark.localstack.LocalStack;
import dev.tidemark.views.UserView;
import dev.tidemark.views.cache.CacheKeys;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Reads from the process's own memory, which follows the log.
class NearReadsIT {
  private static final UserView ANNA = Samples.user("anna", 1);
  private static final int SHARD = Samples.shard(ANNA);
  private static final String ANNA_KEY = new CacheKeys(1, SHARD).user(ANNA.username());
  private static final String PATH = "/v1/users/anna";

  private static KafkaServer kafka;
  private static Tables tables;
  private static Cached cached;
  private static RunningQueries queries;
  private static WrittenLog log;

  @BeforeAll
  static void start() throws Exception {
    kafka = LogStack.kafka();
    log = new WrittenLog(kafka.bootstrapServers(), SHARD);
    var postgres = LocalStack.shared().postgres();
    var redis = LocalStack.shared().redis();
    String url = postgres.createDatabase("near_reads");
    tables = Tables.create(postgres, url, "views_g1");
    cached = new Cached(redis);
    queries =
        new RunningQueries(
            postgres,
            url,
            redis.url(),
            Map.of(
                "KAFKA_BOOTSTRAP_SERVERS",
                kafka.bootstrapServers(),
                "QUERY_NEAR_BYTES_MAX",
                "1000000"));
  }

  @AfterAll
  static void stop() throws Exception {
    log.close();
    queries.close();
    cached.clear();
    cached.close();
    tables.close();
  }

  /// The views stand at the end of the log, and anna is read from here.
  @BeforeEach
  void beginNear() throws Exception {
    tables.clear();
    cached.clear();
    viewsReach(log.write(Logged.moves("anna", 2)), 1);
    Eventually.until(() -> queries.get(PATH), NearReadsIT::near);
  }

  @Test
  void whatWasReadIsReadFromHereNext() throws Exception {
    var answer = queries.get(PATH);
    assertThat(answer.header("ETag")).isEqualTo("\"1\"");
    assertThat(answer.header("Age")).isEqualTo("1");
    var bulk = queries.get("/v1/orders?id=" + Samples.order("anna", Samples.NOON).orderId());
    assertThat(bulk.body().get("missing")).hasSize(1);
    assertThat(queries.get(PATH, "Consistency-Token", answer.token()).source()).isEqualTo("near");
  }

  @Test
  void anEventDropsItBeforeAnybodyWasToldOfTheEvent() throws Exception {
    ConsistencyToken written = log.begin(Logged.moves("anna", 3));
    assertThat(Eventually.until(() -> queries.get(PATH), answer -> !near(answer)).source())
        .isEqualTo("redis");
    // What Redis holds is from before the event, so it is not kept again.
    assertThat(queries.get(PATH).source()).isEqualTo("redis");
    log.commit();
    assertThat(queries.get(PATH, "Consistency-Token", written.encode()).code())
        .isEqualTo("not-caught-up");

    viewsReach(written, 2);
    var seen = Eventually.until(() -> queries.get(PATH), NearReadsIT::near);
    assertThat(seen.header("ETag")).isEqualTo("\"2\"");
    assertThat(queries.get(PATH, "Consistency-Token", written.encode()).source()).isEqualTo("near");
  }

  @Test
  void anEventOfAnotherLeavesItAndItsTokenIsReached() throws Exception {
    ConsistencyToken written = log.write(Logged.registers(neighbour()));
    // Neither Redis nor PostgreSQL is there yet; the log itself says that nothing happened to anna.
    var answer =
        Eventually.until(
            () -> queries.get(PATH, "Consistency-Token", written.encode()), NearReadsIT::near);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(queries.get(PATH, "Consistency", "strong").source()).isEqualTo("near");
  }

  @Test
  void absenceIsKeptUntilThereIsAnEvent() throws Exception {
    String nobody = neighbour();
    String path = "/v1/users/" + nobody;
    assertThat(Eventually.until(() -> queries.get(path), NearReadsIT::near).status())
        .isEqualTo(404);
    log.write(Logged.registers(nobody));
    assertThat(Eventually.until(() -> queries.get(path), answer -> !near(answer)).status())
        .isEqualTo(404);
  }

  @Test
  void withoutKafkaItIsBypassedAndComesBack() throws Exception {
    assertThat(status()).isEqualTo("ready");
    kafka.pause();
    try {
      assertThat(Eventually.until(() -> queries.get(PATH), answer -> !near(answer)).source())
          .isEqualTo("redis");
      Eventually.until(NearReadsIT::status, "degraded"::equals);
    } finally {
      kafka.resume();
    }
    Eventually.until(() -> queries.get(PATH), NearReadsIT::near);
    Eventually.until(NearReadsIT::status, "ready"::equals);
  }

  /// As if the projection had folded all up to the transaction of that event.
  private static void viewsReach(ConsistencyToken written, long version) throws Exception {
    long offset = written.offset(EventTopic.USERS, SHARD).orElseThrow();
    cached.put(ANNA_KEY, offset, Samples.user("anna", version));
    tables.user(Samples.user("anna", version), SHARD, offset);
    tables.position(EventTopic.USERS, SHARD, offset + 2);
    cached.lease(SHARD, offset + 2);
  }

  /// Another customer of the same shard, never used before.
  private static String neighbour() {
    for (int i = 0; ; i++) {
      String name = "n" + System.nanoTime() + "-" + i;
      if (Samples.shard(Samples.user(name, 1)) == SHARD) {
        return name;
      }
    }
  }

  private static boolean near(RunningQueries.Got answer) {
    return answer.source().equals("near");
  }

  private static String status() throws Exception {
    return queries.get("/health/ready").body().get("status").asString();
  }
}
