package dev.tidemark.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.events.Envelope;
import dev.tidemark.localstack.DataDirectory;
import dev.tidemark.localstack.LocalStack;
import dev.tidemark.localstack.Ports;
import dev.tidemark.localstack.Service;
import dev.tidemark.localstack.ServiceProcess;
import dev.tidemark.query.Crowd.Read;
import dev.tidemark.query.cache.Guards;
import io.lettuce.core.RedisClient;
import java.net.http.HttpClient;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import tools.jackson.databind.JsonNode;

/// The views are filled anew from the log while they serve: a real log, a real projection service
/// as its operators see it, and readers.
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class GenerationsIT {
  private static final int USERS_PER_SHARD = 100;
  private static final long USERS = USERS_PER_SHARD * (long) Samples.SHARDS;
  private static final Duration THINKING = Duration.ofMillis(300);
  private static final Duration LEASE = Duration.ofSeconds(2);

  /// A generation that takes over may be a moment behind the one that is looked at.
  private static final Duration STALENESS_MAX = LEASE.plusSeconds(8);

  private static final DataDirectory DIRECTORY = DataDirectory.temporary();
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static String bootstrapServers;
  private static String url;
  private static String redis;
  private static ServiceProcess projection;
  private static Operators operators;

  @BeforeAll
  static void start() throws Exception {
    bootstrapServers = LogStack.kafka().bootstrapServers();
    for (int shard = 0; shard < Samples.SHARDS; shard++) {
      int mine = shard;
      try (var log = new WrittenLog(bootstrapServers, shard)) {
        log.write(
            IntStream.range(0, USERS_PER_SHARD)
                .mapToObj(i -> Logged.registers("g" + mine + "-" + i))
                .toArray(Envelope[]::new));
      }
    }
    var postgres = LocalStack.shared().postgres();
    url = postgres.createDatabase("generations");
    redis = LocalStack.shared().redis().url() + "/2";
    projection =
        new ServiceProcess(
            Service.PROJECTION,
            DIRECTORY,
            Ports.free(),
            Map.of(
                "KAFKA_BOOTSTRAP_SERVERS",
                bootstrapServers,
                "POSTGRES_URL",
                url,
                "POSTGRES_USER",
                postgres.user(),
                "POSTGRES_PASSWORD",
                postgres.password(),
                "REDIS_URL",
                redis,
                "PROJECTION_PRUNE_AFTER",
                "1s",
                "PROJECTION_CACHE_LEASE",
                LEASE.toMillis() + "ms"));
    projection.start();
    operators = new Operators(projection.url(), HTTP);
    Eventually.until(() -> ask("SELECT count(*) FROM views_g1.users"), atLeast(USERS));
  }

  @AfterAll
  static void stop() {
    projection.close();
    DIRECTORY.delete();
    HTTP.close();
  }

  @Test
  @Order(1)
  void aRebuildOutlivesItsProcess() throws Exception {
    projection.stop();
    projection = projection.inVersion(LaterVersion.build(DIRECTORY.of("later-version")));
    projection.start();
    int number = operators.rebuild("throttle=40");
    assertThat(operators.post("/v1/admin/rebuilds").required("code").asString())
        .isEqualTo("rebuild-under-way");
    String users = "SELECT count(*) FROM views_g" + number + ".users";
    Eventually.until(GenerationsIT::tablesOfTheSecond, there -> there);
    Eventually.until(() -> ask(users), atLeast(40));

    projection.kill();
    long before = ask(users);
    projection.start();
    Eventually.until(() -> ask(users), atLeast(before + 1));
    assertThat(before).isBetween(40L, USERS - 20);

    assertThat(change(number, "pause").required("state").asString()).isEqualTo("paused");
    long paused = Eventually.until(GenerationsIT::twoLooks, looks -> looks[0] == looks[1])[0];
    assertThat(paused).isLessThan(USERS);
    change(number, "resume?throttle=0");
    operators.awaitReady(number);
  }

  @Test
  @Order(2)
  void aChangedViewIsRolledOut() throws Exception {
    assertThat(change(2, "cutover").required("code").asString()).isEqualTo("not-compared");
    JsonNode changed = operators.diff(2);
    assertThat(changed.required("differing").asLong()).as(changed.toString()).isEqualTo(USERS);
    assertThat(view(changed, "views", "users").required("columns").toString())
        .isEqualTo("{\"display_name\":%d,\"shown_as\":%d}".formatted(USERS, USERS));

    // And now somebody breaks what serves.
    execute("UPDATE views_g1.users SET email = 'wrong@example.com' WHERE username = 'g0-7'");
    execute("DELETE FROM views_g1.users WHERE username = 'g1-8'");
    JsonNode diff = operators.diff(2);
    JsonNode rows = view(diff, "views", "users");
    assertThat(rows.required("differing").asLong()).isEqualTo(USERS);
    assertThat(rows.required("columns").toString())
        .isEqualTo(
            "{\"(row)\":1,\"display_name\":%1$d,\"email\":1,\"shown_as\":%1$d}"
                .formatted(USERS - 1));
    assertThat(rows.required("samples").toString()).contains("g0-0", "the user g0-0");
    assertThat(view(diff, "caches", "cache g1").required("differing").asInt()).isEqualTo(1);
    assertThat(view(diff, "caches", "cache g2").required("differing").asInt()).isZero();
    assertThat(change(2, "cutover").required("code").asString()).isEqualTo("differs");

    assertThat(change(2, "cutover?force=true").required("state").asString()).isEqualTo("serving");
    try (var queries = queries()) {
      assertThat(queries.get("/v1/users/g1-8").body().path("displayName").asString())
          .isEqualTo("g1-8");
      assertThat(generationOf(queries)).isEqualTo("g2 over views_g2");
    }
    assertThat(operators.generation(1).required("state").asString()).isEqualTo("standby");
    assertThat(ask("SELECT count(*) FROM views_g1.users WHERE display_name IS NULL"))
        .isEqualTo(USERS - 1);
  }

  @Test
  @Order(3)
  void nobodyWhoReadsNoticesACutoverOrARollback() throws Exception {
    var witness = new Witness(STALENESS_MAX);
    try (var one = queries();
        var another = queries();
        var crowd = new Crowd("x", List.of(one, another), witness, List.of(Read.values()))) {
      crowd.thinking(THINKING).begin(bootstrapServers, views(), 7);
      int number = operators.rebuild("target=all");
      operators.awaitReady(number);
      JsonNode diff = operators.diff(number);
      assertThat(diff.required("differing").asInt()).as(diff.toString()).isZero();

      for (String wish : List.of("generations/" + number + "/cutover?force=true", "rollback")) {
        String serving = operators.granted("/v1/admin/" + wish).required("schema").asString();
        for (var service : List.of(one, another)) {
          Eventually.until(() -> generationOf(service), it -> it.endsWith(serving));
        }
        long told = witness.withToken();
        Eventually.until(witness::withToken, now -> now > told + 10);
      }
    }
    System.out.println(witness.report());
    assertThat(witness.lies()).isEmpty();
    assertThat(witness.report()).doesNotContain("refused");
  }

  @Test
  @Order(4)
  void whatNobodyNeedsIsRemovedAndWhatServesIsNot() throws Exception {
    assertThat(change(2, "pruning").required("code").asString()).isEqualTo("wrong-state");
    change(1, "pruning");
    change(3, "pruning");
    operators.awaitState(1, "pruned");
    operators.awaitState(3, "pruned");

    assertThat(ask("SELECT count(*) FROM pg_namespace WHERE nspname IN ('views_g1', 'views_g3')"))
        .isZero();
    try (var client = RedisClient.create(redis)) {
      var keys = client.connect().sync();
      assertThat(keys.keys("g1:*")).isEmpty();
      assertThat(keys.keys("g3:*")).isEmpty();
      assertThat(keys.keys("g2:*")).isNotEmpty();
    }
    try (var queries = queries()) {
      assertThat(queries.get("/v1/users/g1-8").status()).isEqualTo(200);
    }
  }

  @Test
  @Order(5)
  void aCacheIsFilledAnewAlone() throws Exception {
    int number = operators.rebuild("target=cache&throttle=2000");
    operators.awaitReady(number);
    assertThat(operators.generation(number).required("schema").asString()).isEqualTo("views_g2");
    JsonNode diff = operators.diff(number);
    assertThat(view(diff, "caches", "cache g4").required("compared").asLong())
        .isGreaterThanOrEqualTo(USERS);
    assertThat(change(number, "cutover").required("state").asString()).isEqualTo("serving");

    change(2, "pruning");
    operators.awaitState(2, "pruned");

    assertThat(ask("SELECT count(*) FROM views_g2.users")).isGreaterThanOrEqualTo(USERS);
    try (var queries = queries()) {
      // The first ones may find no connection to Redis yet.
      var users = IntStream.range(0, USERS_PER_SHARD).iterator();
      Eventually.until(
          () -> queries.get("/v1/users/g1-" + users.next()), RunningQueries.fromRedis());
    }
  }

  private static JsonNode change(int number, String verb) throws Exception {
    return operators.post("/v1/admin/generations/" + number + "/" + verb);
  }

  private static JsonNode view(JsonNode diff, String part, String name) {
    return diff.required(part)
        .valueStream()
        .filter(each -> each.required("view").asString().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("Expected " + name + " in " + diff));
  }

  private static String generationOf(RunningQueries queries) throws Exception {
    return queries.get("/health/ready").body().at("/checks/generation/detail").asString();
  }

  private static boolean tablesOfTheSecond() throws SQLException {
    return ask("SELECT count(*) FROM pg_tables WHERE schemaname = 'views_g2'") > 5;
  }

  /// Half a second apart.
  private static long[] twoLooks() throws Exception {
    long first = ask("SELECT sum(position) FROM views_g2.positions");
    long later = ask("SELECT sum(position) FROM views_g2.positions, pg_sleep(0.5)");
    return new long[] {first, later};
  }

  private static Predicate<Long> atLeast(long least) {
    return count -> count >= least;
  }

  private static long ask(String sql) throws SQLException {
    try (var connection = views();
        var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getLong(1);
    }
  }

  private static void execute(String sql) throws SQLException {
    try (var connection = views();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static RunningQueries queries() {
    return new RunningQueries(
        LocalStack.shared().postgres(),
        url,
        redis,
        Map.of(
            "KAFKA_BOOTSTRAP_SERVERS", bootstrapServers,
            "QUERY_NEAR_BYTES_MAX", "1000000",
            // A busy machine is not what is tried here.
            "QUERY_TOKEN_WAIT", "10s",
            "QUERY_POSTGRES_TIMEOUT", "1500ms"),
        Guards.ALL);
  }

  private static Connection views() throws SQLException {
    var postgres = LocalStack.shared().postgres();
    return DriverManager.getConnection(
        url + "?currentSchema=views_g2,views_g1", postgres.user(), postgres.password());
  }
}
