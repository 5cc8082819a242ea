package dev.tidemark.projection;

import static dev.tidemark.projection.given.Eventually.eventually;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.projection.given.Customer;
import dev.tidemark.projection.given.RunningProjection;
import dev.tidemark.projection.given.Views;
import dev.tidemark.views.cache.CacheKeys;
import dev.tidemark.views.cache.CachedValue;
import io.lettuce.core.RedisClient;
import java.util.List;
import java.util.Random;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What operators are told, asked of a whole service over HTTP.
class AdminIT {
  private final Operated operated = Operated.one();
  private final RunningProjection projection = operated.projection;
  private final Views views = operated.views;

  @Test
  void theLagOfEachShardIsToldWithThePositionOfEachStore() throws Exception {
    eventually(() -> assertThat(operated.shard(1).path("leaseMs").asLong()).isPositive());
    JsonNode shard = operated.shard(1);

    assertThat(shard.path("behindMs").asLong(-1)).isZero();
    assertThat(shard.path("log").path("orders").asLong()).isPositive();
    assertThat(shard.path("postgres")).isEqualTo(shard.path("log"));
    assertThat(shard.path("redis")).isEqualTo(shard.path("log"));
    assertThat(shard.path("parkedRecords").asLong(-1)).isNotNegative();
    assertThat(shard.path("worker").path("state").asString()).isEqualTo("POLLING");
    assertThat(projection.get("/v1/admin/lag").path("unavailable").isEmpty()).isTrue();
  }

  @Test
  void whatIsBehindIsToldWithItsAge() throws Exception {
    eventually(() -> {
      // Put back by hand; the worker notices within a second, and goes there again.
      views.execute("UPDATE positions SET position = 0 WHERE shard = 0");
      JsonNode shard = operated.shard(0);
      assertThat(shard.path("behindRecords").asLong()).isPositive();
      assertThat(shard.path("behindMs").asLong()).isGreaterThan(365L * 24 * 3_600 * 1_000);
    });
    eventually(() -> assertThat(operated.behind()).containsExactly(0L, 0L));
  }

  @Test
  void aParkedAggregateIsCounted() throws Exception {
    long records = operated.shard(1).path("parkedRecords").asLong();
    long aggregates = operated.shard(1).path("parkedAggregates").asLong();
    try (var log = Operated.log(1)) {
      var user = new Customer("parked-one", new Random(1));
      var registered = log.recordOf(user.registers("France"));
      registered.headers().remove("ce_type").add("ce_type", "user.vanished.v1".getBytes());
      log.writeRaw(registered);
      log.write(user.moves("Germany"));
    }
    eventually(
        () -> assertThat(operated.shard(1).path("parkedRecords").asLong()).isEqualTo(records + 2));
    assertThat(operated.shard(1).path("parkedAggregates").asLong()).isEqualTo(aggregates + 1);
  }

  @Test
  void theOwnerOfEachShardIsToldAndWhoProjectsIt() throws Exception {
    projection.get("/v1/admin/shards");
    // Asked again: the answer is not what came since.
    JsonNode shard = projection.get("/v1/admin/shards").path("shards").path(1);

    assertThat(shard.path("owner").path("node").asString()).isEqualTo("node-1");
    assertThat(shard.path("owner").path("term").asLong(-1)).isZero();
    assertThat(shard.path("owner").path("trouble").asString()).isNotBlank();
    assertThat(shard.path("projectedBy").size()).isEqualTo(1);
  }

  @Test
  void topicsThatMayLoseHistoryAreUnsafe() throws Exception {
    JsonNode report = projection.get("/v1/admin/topics");

    assertThat(report.path("safe").asBoolean(true)).isFalse();
    assertThat(report.path("transactionVersion").asInt()).isEqualTo(2);
    assertThat(found(report, "UNSAFE"))
        .contains("shards cleanup.policy", "orders.events max.message.bytes")
        .doesNotContain("orders.events retention.ms", "orders.events replicas");
    assertThat(found(report, "ADVICE")).contains("orders.events replicas");
    assertThat(found(projection.get("/v1/admin/topics?production=true"), "UNSAFE"))
        .contains("orders.events replicas", "__transaction_state replicas");
  }

  @Test
  void anAggregateIsShownInTheLogAndInBothStores() throws Exception {
    var order = Operated.placed("shown");

    JsonNode report = agreed("orders/" + order);

    assertThat(report.path("shard").asInt(-1)).isEqualTo(order.slot().shard(Operated.SHARDS));
    assertThat(report.path("log").path("events").size()).isEqualTo(2);
    assertThat(report.path("log").path("state").path("status").asString()).isEqualTo("paid");
    assertThat(report.path("postgres").path("row")).isEqualTo(report.path("log").path("state"));
    assertThat(report.path("redis").path("view")).isEqualTo(report.path("log").path("state"));
    assertThat(report.path("redis").path("timeToLiveMs").asLong()).isPositive();
    assertThat(agreed("users/shown").path("postgres").path("timelineEvents").asInt()).isEqualTo(1);
  }

  @Test
  void aRowThatIsNotWhatTheLogSaysIsNoticed() throws Exception {
    var order = Operated.placed("tampered");
    agreed("orders/" + order);
    views.execute("UPDATE orders SET units = 99 WHERE order_id = '" + order + "'");

    JsonNode report = projection.get("/v1/admin/aggregates/orders/" + order);

    assertThat(report.path("verdict").asString()).isEqualTo("differ");
    assertThat(report.path("notes").toString()).contains("PostgreSQL", "units");
  }

  @Test
  void aCachedValueThatIsNotWhatTheLogSaysIsNoticed() throws Exception {
    var order = Operated.placed("miscached");
    agreed("orders/" + order);
    try (var client = RedisClient.create(Operated.redisUrl())) {
      var redis = client.connect().sync();
      String key = new CacheKeys(1, order.slot().shard(Operated.SHARDS)).order(order);
      var right = CachedValue.unread(redis.get(key).getBytes(UTF_8)).orElseThrow();
      String wrong =
          new String(right.json(), UTF_8).replace("\"status\":\"paid\"", "\"status\":\"shipped\"");
      redis.set(
          key,
          new String(
              new CachedValue.Unread(right.version(), wrong.getBytes(UTF_8)).encode(), UTF_8));
    }

    JsonNode report = projection.get("/v1/admin/aggregates/orders/" + order);

    assertThat(report.path("verdict").asString()).isEqualTo("differ");
    assertThat(report.path("notes").toString()).contains("Redis", "status");
  }

  @Test
  void anAggregateThatCannotBeFoldedIsShownWithItsCause() throws Exception {
    var user = new Customer("unfolded", new Random(2));
    try (var log = Operated.log(user.username().slot().shard(Operated.SHARDS))) {
      log.write(user.registers("France"));
      user.moves("Spain");
      log.write(user.moves("Italy"));
    }
    eventually(() -> assertThat(verdict("users/unfolded")).isEqualTo("parked"));
    JsonNode report = projection.get("/v1/admin/aggregates/users/unfolded");
    assertThat(report.path("log").path("events").path(1).path("cause").asString()).isNotBlank();
    assertThat(report.path("postgres").path("parked").path(0).path("cause").asString())
        .isNotBlank();
  }

  @Test
  void theLogIsGivenByteForByteAndPageByPage() throws Exception {
    var odd = new ProducerRecord<byte[], byte[]>("users.events", 0, 7L, null, new byte[] {-1, 2});
    odd.headers().add("ce_subject", "odd".getBytes()).add("none", null).add("b", new byte[] {-2});
    try (var log = Operated.log(0)) {
      log.writeRaw(odd);
    }
    JsonNode extent = projection.get("/v1/admin/log");
    assertThat(extent.path("shards").asInt()).isEqualTo(Operated.SHARDS);
    JsonNode users = extent.path("stretches").path(0);
    assertThat(users.path("topic").asString()).isEqualTo("users.events");

    var page = projection.response("/v1/admin/log/users.events/0?from=0");
    var lines = page.body().lines().map(JsonMapper.shared()::readTree).toList();

    assertThat(page.headers().firstValueAsLong("Tidemark-Next"))
        .hasValue(users.path("end").asLong());
    assertThat(lines.getFirst().path("key").asString()).startsWith("c0-");
    assertThat(lines.getFirst().path("value").asString()).startsWith("{\"username\":");
    JsonNode last = lines.getLast();
    assertThat(last.path("timestamp").asLong()).isEqualTo(7);
    assertThat(last.has("key")).isFalse();
    assertThat(last.path("valueBase64").asString()).isEqualTo("/wI=");
    assertThat(last.path("headers").path(0).toString())
        .isEqualTo("{\"name\":\"ce_subject\",\"value\":\"odd\"}");
    assertThat(last.path("headers").path(1).toString()).isEqualTo("{\"name\":\"none\"}");
    assertThat(last.path("headers").path(2).path("valueBase64").asString()).isEqualTo("/g==");
    long offset = lines.get(1).path("offset").asLong();
    var part =
        projection.response("/v1/admin/log/users.events/0?from=" + offset + "&to=" + (offset + 1));
    assertThat(part.body().lines()).hasSize(1);
    assertThat(projection.response("/v1/admin/log/users.events/9").statusCode()).isEqualTo(404);
    assertThat(projection.response("/v1/admin/log/other.events/0").statusCode()).isEqualTo(400);
    assertThat(projection.response("/v1/admin/log/users.events/0?from=x").statusCode())
        .isEqualTo(400);
  }

  @Test
  void whatNeverWasIsNotFound() throws Exception {
    assertThat(projection.response("/v1/admin/aggregates/users/nobody").statusCode())
        .isEqualTo(404);
    assertThat(projection.response("/v1/admin/aggregates/users/no%20name").statusCode())
        .isEqualTo(400);
    assertThat(projection.response("/v1/admin/aggregates/things/nobody").statusCode())
        .isEqualTo(400);
  }

  /// The report, once all has come everywhere.
  private JsonNode agreed(String aggregate) throws Exception {
    eventually(() -> assertThat(verdict(aggregate)).isEqualTo("agree"));
    return projection.get("/v1/admin/aggregates/" + aggregate);
  }

  private String verdict(String aggregate) throws Exception {
    JsonNode report = projection.get("/v1/admin/aggregates/" + aggregate);
    return report.path("redis").path("cached").asBoolean(false)
        ? report.path("verdict").asString()
        : "not cached yet: " + report;
  }

  @Test
  void whichTierAnswersIsAskedOfTheQueryServices() throws Exception {
    JsonNode report = projection.get("/v1/admin/reads");

    long one = report.path("answers").path("redis").asLong();
    assertThat(one).isPositive();
    assertThat(report.path("services").asInt()).isEqualTo(2);
    assertThat(report.path("answers").path("near").asLong()).isEqualTo(2 * one);
    assertThat(report.path("looks").path("near").asLong()).isEqualTo(3 * one);
    assertThat(report.path("hits").path("near").asLong()).isEqualTo(2 * one);
    assertThat(report.path("hits").path("redis").asLong()).isEqualTo(one);
    assertThat(report.path("unavailable").propertyNames()).containsExactly(Operated.NOBODY);
  }

  @Test
  void whatIsMeasuredSaysHowFarEachShardIsAndWhatWasDone() throws Exception {
    Operated.placed("measured");

    eventually(() ->
        assertThat(projection.response("/metrics").body())
            .contains(
                "tidemark_projection_lag_records{shard=\"1\",store=\"redis\"} 0.0\n",
                "tidemark_projection_lag_seconds{shard=\"0\",store=\"postgres\"} 0.0\n",
                "tidemark_projection_store_up{store=\"kafka\"} 1.0\n",
                "tidemark_projection_workers{state=\"polling\"} 2.0\n",
                "tidemark_projection_caches_live 2.0\n")
            .containsPattern("tidemark_projection_lease_seconds\\{shard=\"0\"} [1-3]\\.")
            .containsPattern("_rows_total\\{generation=\"serving\",view=\"orders\"} [1-9]")
            .containsPattern("_freshness_seconds_count\\{store=\"postgres\"} [1-9]")
            .containsPattern("_freshness_seconds_count\\{store=\"redis\"} [1-9]")
            .containsPattern("_values_total\\{generation=\"serving\",outcome=\"written\"} [1-9]")
            .containsPattern("tidemark_redis_memory_used_bytes [1-9]")
            .containsPattern("tidemark_postgres_connections [1-9]")
            .containsPattern("hikaricp_connections_max\\{pool=\"views_g1\"} [1-9]"));
  }

  @Test
  void whatIsNotAskedRightIsRefused() throws Exception {
    assertThat(projection.response("/v1/admin/topics?production=perhaps").statusCode())
        .isEqualTo(400);
    assertThat(projection.response("/v1/admin/lag?shard=1").statusCode()).isEqualTo(400);
  }

  private static List<String> found(JsonNode report, String level) {
    return report
        .path("findings")
        .valueStream()
        .filter(finding -> finding.path("level").asString().equalsIgnoreCase(level))
        .map(finding -> finding.path("topic").asString() + " " + finding.path("setting").asString())
        .toList();
  }
}
