package dev.tidemark.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.events.EventTopic;
import dev.tidemark.events.consistency.ConsistencyToken;
import dev.tidemark.events.consistency.Position;
import dev.tidemark.localstack.DataDirectory;
import dev.tidemark.localstack.FaultProxy;
import dev.tidemark.localstack.LocalStack;
import dev.tidemark.localstack.Ports;
import dev.tidemark.localstack.PostgresServer;
import dev.tidemark.query.RunningQueries.Got;
import dev.tidemark.views.UserView;
import dev.tidemark.views.cache.CacheKeys;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;

/// Reads from a replica that falls behind and comes back.
@DisabledIfSystemProperty(
    named = "stack",
    matches = "containers",
    disabledReason = "a replica begins with a copy of its primary's files")
class ReplicaReadsIT {
  private static final UserView ANNA = Samples.user("anna", 1);
  private static final int SHARD = Samples.shard(ANNA);
  private static final String PATH = "/v1/users/anna";
  private static final Duration IN_TIME = Duration.ofSeconds(5);

  private static final DataDirectory DIRECTORY = DataDirectory.temporary();
  private static String url;
  private static Tables tables;
  private static PostgresServer replica;
  private static FaultProxy toReplica;
  private static RunningQueries queries;

  @BeforeAll
  static void start() throws Exception {
    var postgres = LocalStack.shared().postgres();
    url = postgres.createDatabase("replica_reads");
    tables = Tables.create(postgres, url, "views_g1");
    replica = postgres.replica(DIRECTORY, Ports.free());
    replica.start();
    toReplica = new FaultProxy(replica.port());
    queries = queries(RunningQueries.redisOfNobody(), "1s");
  }

  @AfterAll
  static void stop() throws Exception {
    queries.close();
    toReplica.close();
    replica.close();
    tables.close();
    DIRECTORY.delete();
  }

  @BeforeEach
  void bothHoldTheFirstVersion() throws Exception {
    onReplica("SELECT pg_wal_replay_resume()");
    tables.clear();
    written(1, 41);
    Eventually.until(() -> queries.get(PATH), answered("replica", 1));
  }

  @Test
  void theReplicaAnswersAndSaysHowOldItsAnswerMayBe() throws Exception {
    assertThat(queries.get(PATH).header("Age")).isEqualTo("1");
    Eventually.until(() -> queries.get("/v1/orders"), answer -> answer.source().equals("replica"));
    Eventually.until(ReplicaReadsIT::status, "ready"::equals);
  }

  @Test
  void whoHasSeenMoreThanTheReplicaIsAnsweredByThePrimary() throws Exception {
    pauseReplay();
    written(2, 45);
    assertThat(queries.get(PATH, "Consistency-Token", token(45))).matches(answered("postgres", 2));
    assertThat(queries.get(PATH, "Consistency-Token", token(50)).code()).isEqualTo("not-caught-up");
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Got> waiting =
          executor.submit(() -> queries.get(PATH, "Consistency-Token", token(47)));
      written(3, 47);
      assertThat(waiting.get()).matches(answered("postgres", 3));
    }
  }

  @Test
  void aReplicaThatIsTooFarBehindIsNotReadUntilItIsThereAgain() throws Exception {
    pauseReplay();
    written(2, 45);
    Eventually.until(() -> queries.get(PATH), answered("postgres", 2));
    assertThat(queries.get(PATH)).matches(answered("postgres", 2));
    Eventually.until(ReplicaReadsIT::status, "degraded"::equals);

    onReplica("SELECT pg_wal_replay_resume()");
    Eventually.until(() -> queries.get(PATH), answered("replica", 2));
  }

  @Test
  void strongReadsAreAnsweredByWhicheverHoldsAllOfTheLog() throws Exception {
    try (var log = new WrittenLog(LogStack.kafka().bootstrapServers(), SHARD)) {
      String[] strong = {"Consistency", "strong"};
      written(1, offset(log.write(Logged.moves("anna", 2))) + 1);
      Eventually.until(() -> queries.get(PATH, strong), answered("replica", 1));

      pauseReplay();
      long offset = offset(log.write(Logged.moves("anna", 3)));
      assertThat(queries.get(PATH, strong).code()).isEqualTo("not-caught-up");
      written(2, offset + 1);
      assertThat(queries.get(PATH, strong)).matches(answered("postgres", 2));
    }
  }

  @Test
  void withoutTheReplicaThePrimaryAnswers() throws Exception {
    toReplica.blackHole();
    for (int i = 0; i < 5; i++) {
      Got answer = queries.get(PATH);
      assertThat(answer).matches(answered("postgres", 1));
      assertThat(answer.took()).isLessThan(IN_TIME);
    }
    toReplica.pass();
    Eventually.until(() -> queries.get(PATH), answered("replica", 1));

    replica.kill();
    assertThat(queries.get(PATH)).matches(answered("postgres", 1));
    Eventually.until(ReplicaReadsIT::status, "degraded"::equals);
    replica.start();
    Eventually.until(() -> queries.get(PATH), answered("replica", 1));
  }

  @Test
  void whatAReplicaFillsInIsRefusedWhereTheCacheIsAheadOfIt() throws Exception {
    String key = new CacheKeys(1, SHARD).user(ANNA.username());
    var redis = LocalStack.shared().redis();
    try (var cached = new Cached(redis);
        var patient = queries(redis.url(), "1h")) {
      cached.clear();
      Eventually.until(() -> patient.get(PATH), answered("replica", 1));
      pauseReplay();
      written(2, 45);
      cached.lease(SHARD, 46);
      assertThat(patient.get(PATH)).matches(answered("replica", 1));
      // Redis does one thing after the other: the fill came before this look.
      assertThat(patient.get(PATH)).matches(answered("replica", 1));
      assertThat(cached.holds(key)).isFalse();

      assertThat(patient.get(PATH, "Consistency-Token", token(45)))
          .matches(answered("postgres", 2));
      Eventually.until(() -> patient.get(PATH), answered("redis", 2));

      cached.clear();
      cached.lease(SHARD, 42);
      Eventually.until(() -> patient.get(PATH), answered("redis", 1));
      cached.clear();
    }
  }

  private static RunningQueries queries(String redisUrl, String lagMax) throws Exception {
    return new RunningQueries(
        LocalStack.shared().postgres(),
        url,
        redisUrl,
        Map.of(
            "KAFKA_BOOTSTRAP_SERVERS",
            LogStack.kafka().bootstrapServers(),
            "QUERY_TOKEN_WAIT",
            "400ms",
            "QUERY_POSTGRES_READ_URL",
            url.replaceFirst(":[0-9]+/", ":" + toReplica.port() + "/"),
            "QUERY_POSTGRES_READ_LAG_MAX",
            lagMax));
  }

  /// As the projection would: anna, and the position behind her last event.
  private static void written(long version, long offset) throws Exception {
    tables.user(Samples.user("anna", version), SHARD, offset);
    tables.position(EventTopic.USERS, SHARD, offset + 1);
  }

  private static Predicate<Got> answered(String source, long version) {
    return answer ->
        answer.source().equals(source) && answer.header("ETag").equals("\"" + version + "\"");
  }

  private static String token(long offset) {
    return ConsistencyToken.of(new Position(EventTopic.USERS, SHARD, offset)).encode();
  }

  private static long offset(ConsistencyToken written) {
    return written.offset(EventTopic.USERS, SHARD).orElseThrow();
  }

  private static void pauseReplay() throws Exception {
    onReplica("SELECT pg_wal_replay_pause()");
    Eventually.until(() -> onReplica("SELECT pg_get_wal_replay_pause_state()"), "paused"::equals);
  }

  private static String onReplica(String sql) throws Exception {
    try (var connection =
            DriverManager.getConnection(replica.jdbcUrl(), replica.user(), replica.password());
        var rows = connection.createStatement().executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    }
  }

  private static String status() throws Exception {
    return queries.get("/health/ready").body().get("status").asString();
  }
}
