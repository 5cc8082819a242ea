package dev.tidemark.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.events.EventTopic;
import dev.tidemark.localstack.DataDirectory;
import dev.tidemark.localstack.FaultProxy;
import dev.tidemark.localstack.LocalStack;
import dev.tidemark.localstack.Ports;
import dev.tidemark.localstack.RedisServer;
import dev.tidemark.views.UserView;
import dev.tidemark.views.cache.CacheKeys;
import io.lettuce.core.RedisClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Stores that are there but do not do what they should: slow, silent, flapping, full. What is
/// answered is right, what is not says so in time, and it heals by itself.
class LadderIT {
  private static final Duration IN_TIME = Duration.ofSeconds(5);
  private static final int HERD = 60;
  private static final int THREADS_MORE_MAX = 10;
  private static final UserView ANNA = Samples.user("anna", 3);
  private static final int SHARD = Samples.shard(ANNA);

  private static final DataDirectory DIRECTORY = DataDirectory.temporary();
  private static RedisServer redis;
  private static FaultProxy toRedis;
  private static FaultProxy toPostgres;
  private static Tables tables;
  private static RunningQueries queries;

  @BeforeAll
  static void start() throws Exception {
    var postgres = LocalStack.shared().postgres();
    String url = postgres.createDatabase("ladder");
    tables = Tables.create(postgres, url, "views_g1");
    redis = new RedisServer(DIRECTORY, Ports.free());
    redis.start();
    toRedis = new FaultProxy(redis.port());
    toPostgres = new FaultProxy(postgres.port());
    queries =
        new RunningQueries(
            postgres,
            url.replace(":" + postgres.port(), ":" + toPostgres.port()),
            "redis://127.0.0.1:" + toRedis.port(),
            Map.of("KAFKA_BOOTSTRAP_SERVERS", LogStack.kafka().bootstrapServers()));
  }

  @AfterAll
  static void stop() throws Exception {
    queries.close();
    toRedis.close();
    toPostgres.close();
    redis.close();
    tables.close();
    DIRECTORY.delete();
  }

  @BeforeEach
  void well() throws Exception {
    tables.clear();
    tables.user(ANNA, SHARD, 41);
    for (int shard = 0; shard < Samples.SHARDS; shard++) {
      tables.position(EventTopic.USERS, shard, 45);
    }
    try (Cached cached = new Cached(redis)) {
      cached.clear();
      cached.put(new CacheKeys(1, SHARD).user(ANNA.username()), 41, ANNA);
      for (int shard = 0; shard < Samples.SHARDS; shard++) {
        cached.lease(shard, 45);
      }
    }
    Eventually.until(() -> queries.get("/v1/users/anna"), RunningQueries.fromRedis());
    Eventually.until(LadderIT::status, "ready"::equals);
  }

  @AfterEach
  void heal() throws Exception {
    toRedis.pass();
    toPostgres.pass();
    Eventually.until(() -> queries.get("/v1/users/anna"), RunningQueries.fromRedis());
    Eventually.until(() -> queries.get("/v1/orders"), answer -> answer.status() == 200);
    Eventually.until(LadderIT::status, "ready"::equals);
  }

  @Test
  void aRedisThatSwallowsEverythingCostsATimeout() throws Exception {
    toRedis.blackHole();
    for (var answer : herd("anna")) {
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.source()).isEqualTo("postgres");
      assertThat(answer.took()).isLessThan(IN_TIME);
    }
    Eventually.until(LadderIT::status, "degraded"::equals);
  }

  @Test
  void aRedisThatComesAndGoesChangesNoAnswer() throws Exception {
    for (int i = 0; i < 20; i++) {
      toRedis.reset();
      var answer = queries.get("/v1/users/anna");
      assertThat(answer.header("ETag")).isEqualTo("\"3\"");
    }
  }

  @Test
  void aSlowRedisIsWaitedForOnlySoLong() throws Exception {
    toRedis.delay(Duration.ofSeconds(2));
    for (var answer : herd("anna")) {
      assertThat(answer.source()).isEqualTo("postgres");
      assertThat(answer.took()).isLessThan(IN_TIME);
    }
  }

  @Test
  void aFullRedisStillAnswersWhatItHolds() throws Exception {
    memoryMax("1");
    try {
      for (int i = 0; i < 40; i++) {
        assertThat(queries.get("/v1/users/full" + i).source()).isEqualTo("postgres");
      }
      assertThat(queries.get("/v1/users/anna").source()).isEqualTo("redis");
      assertThat(queries.get("/v1/users/full0").source()).isEqualTo("postgres");
    } finally {
      memoryMax("0");
    }
    Eventually.until(() -> queries.get("/v1/users/full0"), RunningQueries.fromRedis());
  }

  @Test
  void aPostgresThatSwallowsEverythingIsSaidInTimeHoweverManyAsk() throws Exception {
    long threads = Integer.MAX_VALUE;
    toPostgres.blackHole();
    for (int round = 0; round < 3; round++) {
      for (var answer : herd("absent" + round + "-")) {
        assertSaid(answer);
      }
      assertThat(queries.get("/v1/users/anna").source()).isEqualTo("redis");
      // Once everything that is started when it is first needed runs, no more threads come.
      assertThat(threads() - THREADS_MORE_MAX).isLessThan(threads);
      threads = threads();
    }
    Eventually.until(LadderIT::status, "degraded"::equals);
  }

  @Test
  void aSlowPostgresAnswersSomeAndTellsTheOthersToComeBack() throws Exception {
    toPostgres.delay(Duration.ofMillis(40));
    var answers = herd("slow");
    for (var answer : answers) {
      if (answer.status() == 503) {
        assertSaid(answer);
      } else {
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.source()).isEqualTo("postgres");
      }
    }
    assertThat(answers).anyMatch(answer -> answer.status() == 404);
    assertThat(answers).anyMatch(answer -> answer.status() == 503);
  }

  private static void assertSaid(RunningQueries.Got answer) {
    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.code()).isEqualTo("unavailable");
    assertThat(answer.header("Retry-After")).isEqualTo("1");
    assertThat(answer.took()).isLessThan(IN_TIME);
  }

  /// Many at once: for anna all the same, else each another.
  private static List<RunningQueries.Got> herd(String name) throws Exception {
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      var readers = new ArrayList<Future<RunningQueries.Got>>();
      for (int i = 0; i < HERD; i++) {
        String path = "/v1/users/" + (name.equals("anna") ? name : name + i);
        readers.add(executor.submit(() -> queries.get(path)));
      }
      var answers = new ArrayList<RunningQueries.Got>();
      for (Future<RunningQueries.Got> reader : readers) {
        answers.add(reader.get());
      }
      return answers;
    }
  }

  /// Of the service: not of the client of this test, nor those that carry virtual threads.
  private static long threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> !thread.getName().startsWith("HttpClient"))
        .filter(thread -> !thread.getName().startsWith("ForkJoinPool"))
        .count();
  }

  private static void memoryMax(String bytes) {
    try (var client = RedisClient.create(redis.url())) {
      client.connect().sync().configSet("maxmemory", bytes);
    }
  }

  private static String status() throws Exception {
    return queries.get("/health/ready").body().get("status").asString();
  }
}
