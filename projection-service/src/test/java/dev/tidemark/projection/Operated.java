package dev.tidemark.projection;

import static dev.tidemark.projection.given.Eventually.eventually;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.events.kafka.ShardOpened;
import dev.tidemark.events.value.OrderId;
import dev.tidemark.localstack.LocalStack;
import dev.tidemark.localstack.Ports;
import dev.tidemark.projection.given.Customer;
import dev.tidemark.projection.given.QueryServiceForTests;
import dev.tidemark.projection.given.RandomHistory;
import dev.tidemark.projection.given.RunningProjection;
import dev.tidemark.projection.given.TestLog;
import dev.tidemark.projection.given.Views;
import dev.tidemark.runtime.Lifecycle;
import dev.tidemark.runtime.health.Health;
import dev.tidemark.runtime.settings.Settings;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Random;
import tools.jackson.databind.JsonNode;

/// A whole service with some history, for all tests of this JVM that look at it as operators do.
/// Gone with the JVM.
final class Operated {
  static final int SHARDS = 2;

  private static final String SCHEMA = "views_g1";

  /// Where nobody answers.
  static final String NOBODY = "http://127.0.0.1:1/metrics";

  private static final QueryServiceForTests QUERIES = new QueryServiceForTests();
  private static final LocalStack STACK = LocalStack.onDemand();
  private static final Lifecycle SERVICE = new Lifecycle();
  private static final Operated ONE = start();

  final RunningProjection projection;
  final Views views;

  private Operated(RunningProjection projection, Views views) {
    this.projection = projection;
    this.views = views;
  }

  static Operated one() {
    return ONE;
  }

  private static Operated start() {
    Runtime.getRuntime().addShutdownHook(new Thread(Operated::stop, "stop-operated"));
    try {
      TestLog.createTopics(STACK.kafka().bootstrapServers(), SHARDS);
      int port = Ports.free();
      var one = new Operated(new RunningProjection(port), Views.in(STACK, SCHEMA));
      Main.start(config(port), SERVICE);
      SERVICE.health().become(Health.Phase.SERVING, "started");
      for (int shard = 0; shard < SHARDS; shard++) {
        try (var log = log(shard)) {
          log.write(RandomHistory.of("c" + shard + "-", 3, 40, new Random(shard)));
          log.writeRaw(new ShardOpened(shard, "node-" + shard, "http://127.0.0.1:1").write());
        }
      }
      eventually(() -> assertThat(one.behind()).containsExactly(0L, 0L));
      return one;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static void stop() {
    SERVICE.close();
    QUERIES.close();
    STACK.close();
  }

  JsonNode shard(int shard) throws Exception {
    return projection.get("/v1/admin/lag").path("shards").path(shard);
  }

  List<Long> behind() throws Exception {
    return projection
        .get("/v1/admin/lag")
        .path("shards")
        .valueStream()
        .map(shard -> shard.path("behindRecords").asLong(-1))
        .toList();
  }

  /// A paid order of a new customer.
  static OrderId placed(String name) {
    var user = new Customer(name, new Random(name.hashCode()));
    var order = user.newOrder();
    try (var log = log(user.username().slot().shard(SHARDS))) {
      log.write(user.registers("France"), user.places(order, "France", 2));
      log.write(user.pays(order, "3.75"));
    }
    return order;
  }

  /// An event of a new customer, which nobody knows; returns when it is parked.
  static void parked(String name) throws Exception {
    var user = new Customer(name, new Random(name.hashCode()));
    try (var log = log(user.username().slot().shard(SHARDS))) {
      var registered = log.recordOf(user.registers("France"));
      registered.headers().remove("ce_type").add("ce_type", "user.vanished.v1".getBytes(UTF_8));
      log.writeRaw(registered);
    }
    eventually(() -> assertThat(ONE.queueOf(name).statusCode()).isEqualTo(200));
  }

  private HttpResponse<String> queueOf(String name) throws Exception {
    return projection.response("/v1/admin/parked/events?aggregateId=" + name);
  }

  static TestLog log(int shard) {
    return new TestLog(STACK.kafka().bootstrapServers(), shard);
  }

  static String redisUrl() {
    return STACK.redis().url();
  }

  private static ProjectionConfig config(int port) {
    return ProjectionConfig.read(
        new Settings(
            Map.of(
                "KAFKA_BOOTSTRAP_SERVERS", STACK.kafka().bootstrapServers(),
                "POSTGRES_URL", STACK.postgres().jdbcUrl(),
                "POSTGRES_USER", STACK.postgres().user(),
                "POSTGRES_PASSWORD", STACK.postgres().password(),
                "REDIS_URL", STACK.redis().url(),
                "PROJECTION_PRUNE_AFTER", "1s",
                "PROJECTION_QUERY_METRICS_URLS", QUERIES.metrics() + "," + NOBODY,
                "HTTP_PORT", String.valueOf(port)),
            ProjectionConfig.PREFIX));
  }
}
