package dev.tidemark.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.events.EventTopic;
import dev.tidemark.events.consistency.ConsistencyToken;
import dev.tidemark.localstack.KafkaServer;
import dev.tidemark.localstack.LocalStack;
import dev.tidemark.views.UserView;
import dev.tidemark.views.cache.CacheKeys;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// `Consistency: strong`: the answer has all that was acknowledged before the request came.
class StrongReadsIT {
  private static final String[] STRONG = {"Consistency", "strong"};
  private static final UserView ANNA = Samples.user("anna", 1);
  private static final int SHARD = Samples.shard(ANNA);

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
    String url = postgres.createDatabase("strong_reads");
    tables = Tables.create(postgres, url, "views_g1");
    cached = new Cached(redis);
    queries =
        new RunningQueries(
            postgres,
            url,
            redis.url(),
            Map.of(
                "KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers(), "QUERY_TOKEN_WAIT", "400ms"));
  }

  @AfterAll
  static void stop() throws Exception {
    log.close();
    queries.close();
    cached.clear();
    cached.close();
    tables.close();
  }

  @BeforeEach
  void beginEmpty() throws Exception {
    tables.clear();
    cached.clear();
  }

  @Test
  void waitsUntilTheViewsHoldWhatWasAcknowledged() throws Exception {
    long offset = written();
    tables.user(ANNA, SHARD, offset);
    tables.position(EventTopic.USERS, SHARD, offset);
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<RunningQueries.Got> waiting =
          executor.submit(() -> queries.get("/v1/users/anna", STRONG));
      assertThat(queries.get("/v1/users/anna").header("ETag")).isEqualTo("\"1\"");
      tables.user(Samples.user("anna", 2), SHARD, offset);
      tables.position(EventTopic.USERS, SHARD, offset + 2);
      assertThat(waiting.get().status()).isEqualTo(200);
      assertThat(waiting.get().header("ETag")).isEqualTo("\"2\"");
      assertThat(waiting.get().header("Vary")).contains("Consistency, Consistency-Token");
    }
  }

  @Test
  void saysSoIfTheViewsDoNotGetThereInTime() throws Exception {
    long offset = written();
    tables.user(ANNA, SHARD, offset);
    tables.position(EventTopic.USERS, SHARD, offset);
    for (String path : new String[] {"/v1/users/anna", "/v1/users/anna/orders"}) {
      var answer = queries.get(path, STRONG);
      assertThat(answer.status()).isEqualTo(503);
      assertThat(answer.code()).isEqualTo("not-caught-up");
      assertThat(answer.header("Retry-After")).isEqualTo("1");
    }
    // Users are not what these depend on.
    assertThat(queries.get("/v1/orders", STRONG).status()).isEqualTo(200);
    assertThat(queries.get("/v1/sales?by=month", STRONG).status()).isEqualTo(200);
  }

  @Test
  void isAnsweredFromTheCacheThatHoldsAllOfTheLog() throws Exception {
    long offset = written();
    String key = new CacheKeys(1, SHARD).user(ANNA.username());
    cached.put(key, offset, ANNA);
    // The commit's marker stands behind the event; only a lease beyond both covers the log.
    tables.user(ANNA, SHARD, offset);
    tables.position(EventTopic.USERS, SHARD, offset + 2);
    cached.lease(SHARD, offset + 1);
    Eventually.until(
        () -> queries.get("/v1/users/anna", STRONG), answer -> answer.source().equals("postgres"));
    cached.lease(SHARD, offset + 2);
    assertThat(queries.get("/v1/users/anna", STRONG).source()).isEqualTo("redis");
  }

  @Test
  void waitsForATransactionThatIsStillOpen() throws Exception {
    long offset = written();
    tables.user(ANNA, SHARD, offset);
    tables.position(EventTopic.USERS, SHARD, offset + 2);
    assertThat(queries.get("/v1/users/anna", STRONG).status()).isEqualTo(200);
    log.begin(Logged.moves("anna", 3));
    assertThat(queries.get("/v1/users/anna", STRONG).code()).isEqualTo("not-caught-up");
    log.abort();
    tables.position(EventTopic.USERS, SHARD, offset + 4);
    assertThat(
            Eventually.until(
                    () -> queries.get("/v1/users/anna", STRONG), answer -> answer.status() == 200)
                .header("ETag"))
        .isEqualTo("\"1\"");
  }

  @Test
  void theLevelIsSpelledExactly() throws Exception {
    tables.user(ANNA, SHARD, 0);
    assertThat(queries.get("/v1/users/anna", "Consistency", "eventual").status()).isEqualTo(200);
    for (String level : new String[] {"", "Strong", "strict", "strong, eventual"}) {
      var answer = queries.get("/v1/users/anna", "Consistency", level);
      assertThat(answer.status()).as(level).isEqualTo(400);
      assertThat(answer.body().get("errors").get(0).get("field").asString())
          .isEqualTo("Consistency");
    }
    var malformed = queries.get("/v1/users/anna", "Consistency-Token", "AQ=x");
    assertThat(malformed.status()).isEqualTo(400);
  }

  @Test
  void withoutKafkaItIsRefusedInTimeAndOtherReadsAreNot() throws Exception {
    written();
    tables.user(ANNA, SHARD, 0);
    kafka.pause();
    try {
      var strong = queries.get("/v1/users/anna", STRONG);
      assertThat(strong.status()).isEqualTo(503);
      assertThat(strong.code()).isEqualTo("unavailable");
      assertThat(strong.body().get("detail").asString()).contains("Kafka");
      assertThat(strong.took()).isLessThan(Duration.ofSeconds(3));
      assertThat(queries.get("/v1/users/anna").status()).isEqualTo(200);
    } finally {
      kafka.resume();
    }
    Eventually.until(
        () -> queries.get("/v1/users/anna", STRONG),
        answer -> answer.code().equals("not-caught-up"));
  }

  /// @return the offset of an event of anna's that is committed
  private static long written() throws Exception {
    ConsistencyToken seen = log.write(Logged.moves("anna", 2));
    return seen.offset(EventTopic.USERS, SHARD).orElseThrow();
  }
}
