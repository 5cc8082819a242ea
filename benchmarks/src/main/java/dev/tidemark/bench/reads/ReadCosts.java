package dev.tidemark.bench.reads;

import dev.tidemark.bench.harness.BenchStack;
import dev.tidemark.bench.harness.HttpConnection;
import dev.tidemark.bench.harness.Report;
import dev.tidemark.bench.harness.Results;
import dev.tidemark.bench.harness.Rounds;
import dev.tidemark.bench.harness.Run;
import dev.tidemark.bench.harness.Scenario;
import dev.tidemark.bench.peer.noop.Main;
import dev.tidemark.bench.shop.Customers;
import dev.tidemark.bench.shop.FilledLog;
import dev.tidemark.bench.shop.FilledViews;
import dev.tidemark.events.value.OrderId;
import dev.tidemark.events.value.Username;
import dev.tidemark.localstack.Ports;
import dev.tidemark.localstack.Service;
import dev.tidemark.localstack.ServiceProcess;
import dev.tidemark.views.cache.CacheKeys;
import java.io.IOException;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import tools.jackson.databind.json.JsonMapper;

/// What a read costs above what it cannot do without: an answer of the same server that reads
/// nothing, the command to Redis itself, the statements to PostgreSQL themselves.
///
/// Three query services answer, each from another place: one from its own memory, one that has none
/// from Redis, and one that finds no Redis from PostgreSQL.
public final class ReadCosts implements Scenario {
  private static final int SHARDS = 4;
  private static final Customers USERS = new Customers("reader", 500);
  private static final int ORDERS_OF_EACH = 4;
  private static final Customers REGULAR = new Customers("regular", 1);
  private static final int BULK = 100;
  private static final int CLIENTS_MAX = 16;
  private static final JsonMapper JSON = JsonMapper.builder().build();

  @Override
  public String name() {
    return "reads";
  }

  @Override
  public String about() {
    return "reads from memory, Redis and PostgreSQL, one, many and lists, beside the stores"
        + " themselves";
  }

  @Override
  public Report run(Run run) throws Exception {
    try (var stack = BenchStack.start(run.plan())) {
      fill(run, stack);
      URI near = queries(stack, "16777216", stack.redis().url());
      URI redis = queries(stack, "0", stack.redis().url());
      URI postgres = queries(stack, "0", "redis://127.0.0.1:" + Ports.free());
      URI nothing = stack.program("noop", Main.class, Map.of()).url();
      List<OrderId> orders = orders(postgres);
      requireSources(near, redis, postgres, orders);
      int clients = Math.min(CLIENTS_MAX, run.plan().clients());
      Results one = one(run, stack, clients, nothing, near, redis, postgres);
      Results many = many(run, stack, clients, nothing, near, redis, postgres, orders);
      return run.report(this, settings(stack, clients), List.of(one, many), notes());
    }
  }

  private static Results one(
      Run run, BenchStack stack, int clients, URI nothing, URI near, URI redis, URI postgres)
      throws Exception {
    List<byte[]> requests =
        IntStream.range(0, USERS.count()).mapToObj(i -> user(USERS.username(i))).toList();
    var first = new Username(USERS.username(0));
    String key = new CacheKeys(1, first.slot().shard(SHARDS)).user(first);
    String redisUrl = stack.redis().url();
    Rounds rounds =
        run.rounds("One user")
            .add(
                "nothing read",
                Asking.http(clients, nothing, List.of(HttpConnection.get("/v1/nothing"))))
            .add("memory", Asking.http(clients, near, requests))
            .add("Redis", Asking.http(clients, redis, requests))
            .add("GET", Asking.of(clients, _ -> new PlainRedis(redisUrl, List.of(key))))
            .add("PostgreSQL", Asking.http(clients, postgres, requests))
            .add(
                "SQL",
                Asking.of(clients, n -> PlainSql.ofUsers(stack.postgres(), SHARDS, USERS, n)));
    return rounds
        .compare(Asking.UNIT, "memory", "nothing read", "≥ 0.9")
        .compare(Asking.UNIT, "Redis", "nothing read", "≥ 0.6")
        .compare(Asking.UNIT, "GET", "nothing read")
        .compare(Asking.UNIT, "Redis", "GET")
        .compare(Asking.UNIT, "PostgreSQL", "SQL")
        .run();
  }

  private static Results many(
      Run run,
      BenchStack stack,
      int clients,
      URI nothing,
      URI near,
      URI redis,
      URI postgres,
      List<OrderId> orders)
      throws Exception {
    List<byte[]> bulk = List.of(bulk(orders));
    List<byte[]> lists =
        IntStream.range(0, USERS.count())
            .mapToObj(i -> HttpConnection.get("/v1/users/" + USERS.username(i) + "/orders"))
            .toList();
    var keys =
        orders.stream()
            .map(order -> new CacheKeys(1, order.slot().shard(SHARDS)).order(order))
            .toList();
    String redisUrl = stack.redis().url();
    Rounds rounds =
        run.rounds(
                "Many orders: %d by their ids, or the %d of a user".formatted(BULK, ORDERS_OF_EACH))
            .add(
                "nothing read",
                Asking.http(clients, nothing, List.of(HttpConnection.get("/v1/nothing"))))
            .add("bulk, memory", Asking.http(clients, near, bulk))
            .add("bulk, Redis", Asking.http(clients, redis, bulk))
            .add("MGET", Asking.of(clients, _ -> new PlainRedis(redisUrl, keys)))
            .add("list", Asking.http(clients, postgres, lists))
            .add(
                "SQL of the list",
                Asking.of(clients, n -> PlainSql.ofOrders(stack.postgres(), SHARDS, USERS, n)));
    return rounds
        .compare(Asking.UNIT, "bulk, memory", "MGET")
        .compare(Asking.UNIT, "bulk, Redis", "MGET", "≥ 0.5")
        .compare(Asking.UNIT, "list", "SQL of the list")
        .run();
  }

  /// The log as the command service would have written it, and then the projection as it is.
  private static void fill(Run run, BenchStack stack) throws Exception {
    stack.service(Service.COMMAND, Map.of("COMMAND_PARTITIONS", String.valueOf(SHARDS))).close();
    var log =
        new FilledLog(
            stack.kafka().bootstrapServers(), SHARDS, run.clock().instant(), run.plan().seed());
    long events = log.write(USERS, ORDERS_OF_EACH) + log.write(REGULAR, BULK);
    ServiceProcess _ = stack.service(Service.PROJECTION, Map.of());
    FilledViews.await(stack.postgres(), events);
  }

  private static URI queries(BenchStack stack, String nearBytes, String redisUrl) {
    return stack
        .service(
            Service.QUERY,
            Map.of(
                "REDIS_URL",
                redisUrl,
                "QUERY_NEAR_BYTES_MAX",
                nearBytes,
                "QUERY_NEAR_TTL",
                "1h",
                // Longer than the machine may stand still.
                "QUERY_NEAR_LAG_MAX",
                "3s"))
        .url();
  }

  private static List<OrderId> orders(URI service) throws IOException {
    try (var connection = new HttpConnection(service)) {
      String target = "/v1/users/%s/orders?limit=%d".formatted(REGULAR.username(0), BULK);
      int status = connection.ask(HttpConnection.get(target));
      if (status != 200) {
        throw new IOException(
            "Expected a list, but was %d %s".formatted(status, connection.text()));
      }
      return JSON.readTree(connection.body())
          .required("items")
          .valueStream()
          .map(order -> OrderId.parse(order.required("orderId").asString()))
          .toList();
    }
  }

  private static void requireSources(URI near, URI redis, URI postgres, List<OrderId> orders)
      throws IOException {
    for (byte[] request : List.of(user(USERS.username(1)), bulk(orders))) {
      Asking.require("near", near, request);
      Asking.require("redis", redis, request);
      Asking.require("postgres", postgres, request);
    }
  }

  private static byte[] user(String username) {
    return HttpConnection.get("/v1/users/" + username);
  }

  private static byte[] bulk(List<OrderId> orders) {
    return HttpConnection.get(
        "/v1/orders?"
            + orders.stream().map(order -> "id=" + order).collect(Collectors.joining("&")));
  }

  private static Map<String, String> settings(BenchStack stack, int clients) {
    var settings = new LinkedHashMap<>(stack.settings());
    settings.put("shards", String.valueOf(SHARDS));
    settings.put("clients that read", String.valueOf(clients));
    settings.put(
        "rows",
        "%,d users with %d orders of 3 lines each".formatted(USERS.count(), ORDERS_OF_EACH));
    return settings;
  }

  private static List<String> notes() {
    return List.of(
        "nothing read: an answer of the same HTTP server that was there before it was asked",
        "GET, MGET: each client by a connection of its own, without understanding what comes",
        "SQL: the statements of the read in one snapshot, by prepared statements over connections"
            + " that are open",
        "clients, services and stores share the machine");
  }
}
