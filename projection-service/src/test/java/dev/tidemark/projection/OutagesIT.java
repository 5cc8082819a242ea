package dev.tidemark.projection;

import static dev.tidemark.projection.given.Eventually.eventually;
import static dev.tidemark.projection.given.Eventually.throughout;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.events.Envelope;
import dev.tidemark.localstack.LocalStack;
import dev.tidemark.projection.batch.Positions;
import dev.tidemark.projection.given.MemoryStore;
import dev.tidemark.projection.given.RandomHistory;
import dev.tidemark.projection.given.Records;
import dev.tidemark.projection.given.TestLog;
import dev.tidemark.projection.given.Views;
import dev.tidemark.runtime.Lifecycle;
import dev.tidemark.runtime.health.Health;
import dev.tidemark.runtime.settings.Settings;
import dev.tidemark.views.cache.CacheKeys;
import io.lettuce.core.RedisClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/// The whole service, while what it stands on goes away and comes back.
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class OutagesIT {
  private static final int SHARDS = 2;
  private static final LocalStack STACK = LocalStack.onDemand();
  private static final List<Envelope> WRITTEN = new ArrayList<>();
  private static Views views;

  private Lifecycle service;

  @BeforeAll
  static void startServers() {
    STACK.kafka();
    STACK.redis();
    STACK.postgres();
    views = Views.in(STACK, "views_g1");
  }

  @AfterAll
  static void stopServers() {
    views.close();
    STACK.close();
  }

  @BeforeEach
  void startService() throws Exception {
    service = new Lifecycle();
    Main.start(config(), service);
    service.health().become(Health.Phase.SERVING, "started");
  }

  @AfterEach
  void stopService() {
    service.close();
  }

  @Test
  @Order(1)
  void itWaitsForTheTopicsAndThenWorks() throws Exception {
    eventually(() -> assertThat(detail("membership")).contains("topic shards is not there yet"));
    assertThat(report().ready()).isFalse();

    TestLog.createTopics(STACK.kafka().bootstrapServers(), SHARDS);

    eventually(() -> assertThat(report().status()).isEqualTo("ready"));
    eventually(() ->
        assertThat(detail("shards"))
            .contains("shard 0 POLLING", "shard 1 POLLING", "at 0/0/0, lag 0", "cache LIVE"));
    write("first");
    eventuallyAllIsThere();
  }

  @Test
  @Order(2)
  void withoutRedisTheRowsGoOnAndTheCacheCatchesUp() throws Exception {
    eventually(() -> assertThat(report().status()).isEqualTo("ready"));
    STACK.redis().stop();
    write("noredis");
    eventuallyAllIsThere();
    eventually(() -> assertThat(report().status()).isEqualTo("degraded"));
    assertThat(report().ready()).isTrue();

    STACK.redis().start();
    write("redisback");

    eventually(() -> assertThat(report().status()).isEqualTo("ready"));
    eventuallyAllIsThere();
  }

  @Test
  @Order(3)
  void aSilentRedisDoesNotHoldUpTheRows() throws Exception {
    eventually(() -> assertThat(report().status()).isEqualTo("ready"));
    STACK.redis().pause();
    write("silent");
    eventuallyAllIsThere();
    STACK.redis().resume();

    eventually(() -> assertThat(report().status()).isEqualTo("ready"));
  }

  @Test
  @Order(4)
  void withoutPostgresItWaitsLosesNothingAndKeepsTheCacheServing() throws Exception {
    eventually(() -> assertThat(report().status()).isEqualTo("ready"));
    write("beforekill");
    STACK.postgres().kill();
    write("nopostgres");
    eventually(() -> assertThat(detail("shards")).contains("PostgreSQL did not"));
    assertThat(report().ready()).isFalse();
    try (var client = RedisClient.create(STACK.redis().url())) {
      var redis = client.connect().sync();
      var leases = new String[] {new CacheKeys(1, 0).lease(), new CacheKeys(1, 1).lease()};
      // Longer than a lease lasts.
      throughout(Duration.ofSeconds(4), () -> assertThat(redis.exists(leases)).isEqualTo(2));
    }

    STACK.postgres().start();

    eventually(() -> assertThat(report().status()).isEqualTo("ready"));
    eventuallyAllIsThere();
  }

  @Test
  @Order(5)
  void aBrokerThatIsKilledAndComesBackIsReadOn() throws Exception {
    eventually(() -> assertThat(report().status()).isEqualTo("ready"));
    write("beforebroker");
    STACK.kafka().kill();
    eventually(() -> assertThat(detail("membership")).contains("Kafka does not answer"));

    STACK.kafka().start();
    write("brokerback");

    eventually(() -> assertThat(report().status()).isEqualTo("ready"));
    eventuallyAllIsThere();
  }

  @Test
  @Order(6)
  void aSecondInstanceTakesOverWhatTheFirstLeaves() throws Exception {
    eventually(() -> assertThat(report().status()).isEqualTo("ready"));
    var second = new Lifecycle();
    Main.start(config(), second);
    second.health().become(Health.Phase.SERVING, "started");
    write("two");
    eventuallyAllIsThere();

    service.close();
    write("one");

    eventually(() -> {
      assertThat(second.health().report().status()).isEqualTo("ready");
      assertThat(second.health().report().checks().get("shards").detail())
          .contains("shard 0 POLLING", "shard 1 POLLING");
    });
    eventuallyAllIsThere();
    second.close();
  }

  /// A hundred events of new customers to each shard, in several transactions.
  private static void write(String name) {
    for (int shard = 0; shard < SHARDS; shard++) {
      var random = new Random(name.hashCode() + shard);
      var events = RandomHistory.of(name + shard + "-", 5, 100, random);
      try (var log = new TestLog(STACK.kafka().bootstrapServers(), shard)) {
        for (int from = 0; from < events.size(); from += 25) {
          log.write(events.subList(from, from + 25));
        }
      }
      WRITTEN.addAll(events);
    }
  }

  /// All that was ever written is in the tables, once.
  private static void eventuallyAllIsThere() throws Exception {
    var memory = MemoryStore.empty();
    memory.apply(new Records(0).add(WRITTEN).since(Positions.START));
    var sold = memory.sales().values();
    var orders = sold.stream().mapToLong(sales -> sales.orders()).sum();
    var units = sold.stream().mapToLong(sales -> sales.units()).sum();
    var refunded =
        sold.stream()
            .map(sales -> sales.refunded())
            .reduce(java.math.BigDecimal.ZERO, java.math.BigDecimal::add);
    eventually(() -> {
      assertThat(views.ask("SELECT count(*) FROM events"))
          .containsExactly(String.valueOf(WRITTEN.size()));
      assertThat(
              views.ask("SELECT sum(orders), sum(units), sum(refunded)::numeric(19,4) FROM sales"))
          .containsExactly(orders + " " + units + " " + refunded.setScale(4));
    });
    assertThat(views.ask("SELECT count(*) FROM parked")).containsExactly("0");
    assertThat(views.ask("SELECT count(*), sum(version) FROM orders"))
        .containsExactly(
            memory.orders().size()
                + " "
                + memory.orders().values().stream().mapToLong(row -> row.view().version()).sum());
  }

  private Health.Report report() {
    return service.health().report();
  }

  private String detail(String check) {
    return report().checks().get(check).detail();
  }

  private static ProjectionConfig config() {
    return ProjectionConfig.read(
        new Settings(
            Map.of(
                "KAFKA_BOOTSTRAP_SERVERS", STACK.kafka().bootstrapServers(),
                "POSTGRES_URL", STACK.postgres().jdbcUrl(),
                "POSTGRES_USER", STACK.postgres().user(),
                "POSTGRES_PASSWORD", STACK.postgres().password(),
                "REDIS_URL", STACK.redis().url(),
                "HTTP_PORT", "0"),
            ProjectionConfig.PREFIX));
  }
}
