package dev.tidemark.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.events.EventTopic;
import dev.tidemark.localstack.LocalStack;
import dev.tidemark.query.changes.TestLog;
import dev.tidemark.views.UserView;
import dev.tidemark.views.cache.CacheKeys;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// One store down is slower or less; both down is said at once. Never a hang.
class OutageIT {
  private static final Duration AT_ONCE = Duration.ofSeconds(2);
  private static final UserView ANNA = Samples.user("anna", 3);
  private static final int SHARD = Samples.shard(ANNA);

  private static final LocalStack STACK = LocalStack.onDemand();
  private RunningQueries queries;

  @AfterAll
  static void stopServers() {
    STACK.close();
  }

  @BeforeEach
  void start() throws Exception {
    var postgres = STACK.postgres();
    postgres.start();
    STACK.redis().start();
    try (Tables tables = Tables.create(postgres, postgres.jdbcUrl(), "views_g1")) {
      tables.user(ANNA, SHARD, 41);
      tables.user(Samples.user("uncached", 1), SHARD, 42);
      tables.position(EventTopic.USERS, SHARD, 45);
    }
    fillCache();
    String kafka = LocalStack.shared().kafka().bootstrapServers();
    TestLog.createTopics(kafka);
    queries =
        new RunningQueries(
            postgres,
            postgres.jdbcUrl(),
            STACK.redis().url(),
            Map.of("KAFKA_BOOTSTRAP_SERVERS", kafka));
    assertThat(queries.get("/v1/users/anna").source()).isEqualTo("redis");
    assertThat(queries.get("/v1/users/uncached").source()).isEqualTo("postgres");
    Eventually.until(this::status, "ready"::equals);
  }

  @AfterEach
  void stop() throws Exception {
    STACK.postgres().resume();
    STACK.redis().resume();
    queries.close();
  }

  @Test
  void redisGoneIsSlowerAndComesBack() throws Exception {
    STACK.redis().kill();
    assertAnswered("postgres");
    assertThat(Eventually.until(this::status, "degraded"::equals)).isEqualTo("degraded");
    STACK.redis().start();
    fillCache();
    Eventually.until(() -> queries.get("/v1/users/anna"), RunningQueries.fromRedis());
    Eventually.until(this::status, "ready"::equals);
  }

  @Test
  void redisPausedIsBoundedInTimeAndComesBack() throws Exception {
    STACK.redis().pause();
    assertAnswered("postgres");
    STACK.redis().resume();
    Eventually.until(() -> queries.get("/v1/users/anna"), RunningQueries.fromRedis());
  }

  @Test
  void postgresGoneLeavesWhatIsCached() throws Exception {
    STACK.postgres().kill();
    assertOnlyTheCacheAnswers();
    STACK.postgres().start();
    Eventually.until(() -> queries.get("/v1/orders"), answer -> answer.status() == 200);
    Eventually.until(this::status, "ready"::equals);
  }

  @Test
  void postgresPausedLeavesWhatIsCached() throws Exception {
    STACK.postgres().pause();
    assertOnlyTheCacheAnswers();
    STACK.postgres().resume();
    Eventually.until(() -> queries.get("/v1/orders"), answer -> answer.status() == 200);
  }

  @Test
  void bothGoneIsSaidAtOnce() throws Exception {
    STACK.redis().kill();
    STACK.postgres().kill();
    assertUnavailable("/v1/users/anna");
    assertUnavailable("/v1/users/uncached");
    assertUnavailable("/v1/orders");
    assertThat(Eventually.until(this::status, "down"::equals)).isEqualTo("down");
    assertThat(queries.get("/health/ready").status()).isEqualTo(503);
    assertThat(queries.get("/health/live").status()).isEqualTo(200);
  }

  @Test
  void bothPausedIsSaidAtOnce() throws Exception {
    STACK.redis().pause();
    STACK.postgres().pause();
    assertUnavailable("/v1/users/anna");
    assertUnavailable("/v1/users/uncached");
    assertUnavailable("/v1/orders");
    STACK.postgres().resume();
    Eventually.until(() -> queries.get("/v1/users/anna"), answer -> answer.status() == 200);
  }

  @Test
  void theServiceStartsBeforeItsStores() throws Exception {
    queries.close();
    STACK.redis().kill();
    STACK.postgres().kill();
    var postgres = STACK.postgres();
    String kafka = LocalStack.shared().kafka().bootstrapServers();
    TestLog.createTopics(kafka);
    queries =
        new RunningQueries(
            postgres,
            postgres.jdbcUrl(),
            STACK.redis().url(),
            Map.of("KAFKA_BOOTSTRAP_SERVERS", kafka));
    assertUnavailable("/v1/users/anna");
    postgres.start();
    STACK.redis().start();
    fillCache();
    Eventually.until(() -> queries.get("/v1/users/anna"), RunningQueries.fromRedis());
    Eventually.until(this::status, "ready"::equals);
  }

  private void assertAnswered(String source) throws Exception {
    for (int i = 0; i < 20; i++) {
      var answer = queries.get("/v1/users/anna");
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.source()).isEqualTo(source);
      assertThat(answer.took()).isLessThan(Duration.ofSeconds(1));
    }
  }

  private void assertOnlyTheCacheAnswers() throws Exception {
    assertAnswered("redis");
    assertUnavailable("/v1/users/nobody");
    assertUnavailable("/v1/users/anna/orders");
    assertAnswered("redis");
    Eventually.until(this::status, "degraded"::equals);
    assertThat(queries.get("/health/ready").status()).isEqualTo(200);
  }

  private void assertUnavailable(String path) throws Exception {
    var answer = queries.get(path);
    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.code()).isEqualTo("unavailable");
    assertThat(answer.header("Retry-After")).isEqualTo("1");
    assertThat(answer.took()).isLessThan(AT_ONCE);
  }

  private void fillCache() {
    try (Cached cached = new Cached(STACK.redis())) {
      cached.clear();
      cached.put(new CacheKeys(1, SHARD).user(ANNA.username()), 41, ANNA);
      cached.lease(SHARD, 45);
    }
  }

  private String status() throws Exception {
    return queries.get("/health/ready").body().get("status").asString();
  }
}
