package dev.tidemark.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.events.EventTopic;
import dev.tidemark.events.consistency.ConsistencyToken;
import dev.tidemark.events.consistency.Position;
import dev.tidemark.localstack.LocalStack;
import dev.tidemark.views.SessionView;
import dev.tidemark.views.UserView;
import dev.tidemark.views.ViewJson;
import dev.tidemark.views.cache.CacheKeys;
import dev.tidemark.views.cache.CachedValue;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Single resources, through both stores.
class CachedReadsIT {
  private static final UserView ANNA = Samples.user("anna", 3);
  private static final int SHARD = Samples.shard(ANNA);
  private static final String ANNA_KEY = new CacheKeys(1, SHARD).user(ANNA.username());

  private static Tables tables;
  private static Cached cached;
  private static RunningQueries queries;

  @BeforeAll
  static void start() throws Exception {
    var postgres = LocalStack.shared().postgres();
    var redis = LocalStack.shared().redis();
    String url = postgres.createDatabase("cached_reads");
    tables = Tables.create(postgres, url, "views_g1");
    cached = new Cached(redis);
    queries = new RunningQueries(postgres, url, redis.url(), Map.of());
  }

  @AfterAll
  static void stop() throws Exception {
    queries.close();
    cached.close();
    tables.close();
  }

  @BeforeEach
  void beginEmpty() throws Exception {
    tables.clear();
    cached.clear();
    queries.now.set(Samples.NOON);
  }

  @Test
  void whatPostgresAnswersRedisAnswersNext() throws Exception {
    tables.user(ANNA, SHARD, 41);
    tables.position(EventTopic.USERS, SHARD, 45);
    cached.lease(SHARD, 45);

    var first = queries.get("/v1/users/anna");
    assertThat(first.status()).isEqualTo(200);
    assertThat(first.source()).isEqualTo("postgres");
    assertThat(first.header("Age")).isEqualTo("0");
    assertThat(first.header("ETag")).isEqualTo("\"3\"");
    assertThat(first.header("Cache-Control")).isEqualTo("private, no-cache");
    assertThat(first.token()).isEqualTo(users(44).encode());

    var second = Eventually.until(() -> queries.get("/v1/users/anna"), RunningQueries.fromRedis());
    assertThat(second.body()).isEqualTo(first.body());
    assertThat(second.header("Age")).isEqualTo("3");
    assertThat(second.header("ETag")).isEqualTo("\"3\"");
    assertThat(second.token()).isEqualTo(users(44).encode());
    assertThat(cached.timeToLive(ANNA_KEY))
        .isBetween(Duration.ofMinutes(53), Duration.ofMinutes(67));
  }

  @Test
  void namesAreFoldedBeforeAKeyIsBuilt() throws Exception {
    tables.user(ANNA, SHARD, 41);
    assertThat(queries.get("/v1/users/ANNA").body().get("username").asString()).isEqualTo("anna");
  }

  @Test
  void absenceIsCachedUntilTheProjectionWritesThrough() throws Exception {
    tables.position(EventTopic.USERS, SHARD, 45);
    cached.lease(SHARD, 45);
    var first = queries.get("/v1/users/anna");
    assertThat(first.status()).isEqualTo(404);
    assertThat(first.code()).isEqualTo("not-found");
    assertThat(first.token()).isEqualTo(users(44).encode());
    var second = Eventually.until(() -> queries.get("/v1/users/anna"), RunningQueries.fromRedis());
    assertThat(second.status()).isEqualTo(404);
    assertThat(cached.timeToLive(ANNA_KEY)).isLessThan(Duration.ofSeconds(12));

    cached.put(ANNA_KEY, 45, ANNA);
    assertThat(queries.get("/v1/users/anna").status()).isEqualTo(200);
  }

  @Test
  void aTokenNewerThanValueAndLeaseIsAnsweredByPostgres() throws Exception {
    cached.put(ANNA_KEY, 41, Samples.user("anna", 2));
    cached.lease(SHARD, 45);
    tables.user(ANNA, SHARD, 45);
    tables.position(EventTopic.USERS, SHARD, 46);

    assertThat(read(users(44)).source()).isEqualTo("redis");
    var fresh = read(users(45));
    assertThat(fresh.source()).isEqualTo("postgres");
    assertThat(fresh.header("ETag")).isEqualTo("\"3\"");
    assertThat(fresh.token()).isEqualTo(users(45).encode());
  }

  @Test
  void aValueNewerThanItsLeaseAnswersItsOwnToken() throws Exception {
    cached.put(ANNA_KEY, 50, ANNA);
    cached.lease(SHARD, 45);
    var answer = read(users(50));
    assertThat(answer.source()).isEqualTo("redis");
    assertThat(answer.token()).isEqualTo(users(50).encode());
  }

  @Test
  void aTokenThatPostgresHasNotReachedIsWaitedFor() throws Exception {
    tables.user(Samples.user("anna", 2), SHARD, 41);
    tables.position(EventTopic.USERS, SHARD, 45);
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<RunningQueries.Got> waiting = executor.submit(() -> read(users(45)));
      var another = read(ConsistencyToken.EMPTY);
      assertThat(another.header("ETag")).isEqualTo("\"2\"");
      tables.user(ANNA, SHARD, 45);
      tables.position(EventTopic.USERS, SHARD, 46);
      assertThat(waiting.get().status()).isEqualTo(200);
      assertThat(waiting.get().header("ETag")).isEqualTo("\"3\"");
    }
  }

  @Test
  void aTokenThatIsNotReachedInTimeIsSaidSo() throws Exception {
    tables.user(ANNA, SHARD, 41);
    tables.position(EventTopic.USERS, SHARD, 45);
    var answer = read(users(45));
    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.code()).isEqualTo("not-caught-up");
    assertThat(answer.header("Retry-After")).isEqualTo("1");
    assertThat(answer.took()).isBetween(Duration.ofMillis(500), Duration.ofMillis(1_500));
  }

  @Test
  void positionsOfOtherPartitionsHoldNobodyUp() throws Exception {
    tables.user(ANNA, SHARD, 41);
    tables.position(EventTopic.USERS, SHARD, 45);
    var token =
        ConsistencyToken.of(new Position(EventTopic.ORDERS, SHARD, 9_000))
            .with(new Position(EventTopic.USERS, (SHARD + 1) % 4, 9_000));
    var answer = read(token);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.token()).isEqualTo(token.merge(users(44)).encode());
  }

  @Test
  void withoutALeaseTheCacheIsBypassed() throws Exception {
    tables.user(ANNA, SHARD, 45);
    tables.position(EventTopic.USERS, SHARD, 46);
    cached.put(ANNA_KEY, 41, Samples.user("anna", 2));
    cached.lease(SHARD, 45);
    cached.endLease(SHARD);
    var answer = queries.get("/v1/users/anna");
    assertThat(answer.source()).isEqualTo("postgres");
    assertThat(answer.header("ETag")).isEqualTo("\"3\"");
  }

  @Test
  void bytesThatAreNoValueAreAMiss() throws Exception {
    tables.user(ANNA, SHARD, 41);
    tables.position(EventTopic.USERS, SHARD, 45);
    cached.lease(SHARD, 45);
    byte[] good = new CachedValue<>(41, ANNA).encode(ViewJson.mapper());
    String text = new String(good, StandardCharsets.UTF_8);
    for (String bad :
        List.of(
            "",
            "garbage",
            text.substring(0, 20),
            text.substring(0, text.length() - 1),
            text.replace("\"schema\":1", "\"schema\":2"),
            text.replace("\"status\":\"active\"", "\"status\":\"odd\""),
            text.replace("\"status\":\"active\",", ""),
            "x".repeat(20) + text.substring(20))) {
      cached.put(ANNA_KEY, bad.getBytes(StandardCharsets.UTF_8));
      var answer = queries.get("/v1/users/anna");
      assertThat(answer.source()).as(bad).isEqualTo("postgres");
      assertThat(answer.header("ETag")).isEqualTo("\"3\"");
    }
    Eventually.until(
        () -> queries.get("/health/ready").body().get("checks").get("redis").get("detail"),
        detail -> detail.asString().contains("8 values could not be read"));
  }

  @Test
  void aKnownVersionIsNotSentAgain() throws Exception {
    tables.user(ANNA, SHARD, 41);
    tables.position(EventTopic.USERS, SHARD, 45);
    for (String known : List.of("\"3\"", "W/\"3\"", "\"2\", \"3\"", "*")) {
      var answer = queries.get("/v1/users/anna", "If-None-Match", known);
      assertThat(answer.status()).as(known).isEqualTo(304);
      assertThat(answer.response().body()).isEmpty();
      assertThat(answer.header("ETag")).isEqualTo("\"3\"");
      assertThat(answer.token()).isEqualTo(users(44).encode());
    }
    for (String unknown : List.of("\"2\"", "3", "\"33\"")) {
      assertThat(queries.get("/v1/users/anna", "If-None-Match", unknown).status()).isEqualTo(200);
    }
  }

  @Test
  void aSessionExpiresByTheClock() throws Exception {
    SessionView session = Samples.session("anna", Samples.NOON);
    tables.session(session, SHARD, 7);
    tables.position(EventTopic.SESSIONS, SHARD, 8);
    cached.lease(SHARD, 8);
    String path = "/v1/sessions/" + session.sessionId();
    assertThat(queries.get(path).body().get("status").asString()).isEqualTo("active");
    Eventually.until(() -> queries.get(path), RunningQueries.fromRedis());
    assertThat(queries.get(path, "If-None-Match", "\"1\"").status()).isEqualTo(304);

    queries.now.set(session.expiresAt());
    var expired = queries.get(path, "If-None-Match", "\"1\"");
    assertThat(expired.status()).isEqualTo(200);
    assertThat(expired.source()).isEqualTo("redis");
    assertThat(expired.body().get("status").asString()).isEqualTo("expired");
    assertThat(expired.body().get("endedAt").asString()).isEqualTo("2011-08-01T12:30:00Z");
  }

  private static RunningQueries.Got read(ConsistencyToken token) throws Exception {
    return token.isEmpty()
        ? queries.get("/v1/users/anna")
        : queries.get("/v1/users/anna", "Consistency-Token", token.encode());
  }

  private static ConsistencyToken users(long offset) {
    return ConsistencyToken.of(new Position(EventTopic.USERS, SHARD, offset));
  }
}
