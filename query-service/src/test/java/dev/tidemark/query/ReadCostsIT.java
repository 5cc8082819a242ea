package dev.tidemark.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.events.EventTopic;
import dev.tidemark.localstack.LocalStack;
import dev.tidemark.query.Rounds.Client;
import dev.tidemark.query.Rounds.Way;
import dev.tidemark.runtime.health.Health;
import dev.tidemark.runtime.http.Answer;
import dev.tidemark.runtime.http.HttpServer;
import dev.tidemark.runtime.http.HttpSettings;
import dev.tidemark.runtime.http.Role;
import dev.tidemark.runtime.http.Route;
import dev.tidemark.runtime.metrics.Metrics;
import dev.tidemark.runtime.settings.Settings;
import dev.tidemark.views.OrderView;
import dev.tidemark.views.UserView;
import dev.tidemark.views.cache.CacheKeys;
import io.lettuce.core.RedisClient;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/// What a read costs above what it cannot do without: an answer of the same server that reads
/// nothing, the command to Redis itself, the statement to PostgreSQL itself. `-Dreads.rounds=15`
/// takes about four minutes. Clients, service and stores share the machine, so only ratios count.
@EnabledIfSystemProperty(named = "reads.rounds", matches = "\\d+")
class ReadCostsIT {
  private static final int ROUNDS = Integer.getInteger("reads.rounds", 1);
  private static final int WARM_UP_ROUNDS = 4;
  private static final Duration EACH = Duration.ofMillis(1_500);
  private static final int USERS = 500;
  private static final int ORDERS = 100;
  private static final long OFFSET = 41;
  private static final byte[] NOTHING = "{}".getBytes(StandardCharsets.US_ASCII);

  private static final List<UserView> ALL =
      IntStream.range(0, USERS).mapToObj(i -> Samples.user("user" + i, 1)).toList();

  /// Of one customer, as most orders that are read together are.
  private static final List<OrderView> ORDERED =
      Stream.generate(() -> Samples.order("user1", Samples.NOON)).limit(ORDERS).toList();

  private static String url;
  private static Tables tables;
  private static Cached cached;
  private static RunningQueries near;
  private static RunningQueries redis;
  private static RunningQueries postgres;
  private static HttpServer idle;

  @BeforeAll
  static void start() throws Exception {
    var server = LocalStack.shared().postgres();
    url = server.createDatabase("read_costs");
    tables = Tables.create(server, url, "views_g1");
    cached = new Cached(LocalStack.shared().redis());
    cached.clear();
    for (UserView user : ALL) {
      tables.user(user, Samples.shard(user), OFFSET);
    }
    for (OrderView order : ORDERED) {
      tables.order(order, Samples.shard(order), OFFSET);
    }
    for (int shard = 0; shard < Samples.SHARDS; shard++) {
      for (EventTopic topic : EventTopic.values()) {
        tables.position(topic, shard, OFFSET + 1);
      }
    }
    String kafka = LogStack.kafka().bootstrapServers();
    near = queries(LocalStack.shared().redis().url(), kafka, "100000000");
    redis = queries(LocalStack.shared().redis().url(), kafka, "0");
    postgres = queries(RunningQueries.redisOfNobody(), kafka, "0");
    idle = idle();
  }

  @AfterAll
  static void stop() throws Exception {
    for (AutoCloseable opened : List.of(idle, postgres, redis, near, cached, tables)) {
      opened.close();
    }
  }

  @Test
  void readsAreNotMuchMoreThanWhatTheyCannotDoWithout() throws Exception {
    fill();
    var rounds = new Rounds(EACH);
    String bulk =
        ORDERED.stream().map(order -> "id=" + order.orderId()).collect(Collectors.joining("&"));
    rounds.add("nothing", http(idle.port(), () -> "/v1/nothing"));
    rounds.add("near", http(near.port(), ReadCostsIT::anybody));
    rounds.add("redis", http(redis.port(), ReadCostsIT::anybody));
    rounds.add("mget of one", mget(List.of(key(ALL.getFirst()))));
    rounds.add("bulk, near", http(near.port(), () -> "/v1/orders?" + bulk));
    rounds.add("bulk, redis", http(redis.port(), () -> "/v1/orders?" + bulk));
    rounds.add("mget", mget(ORDERED.stream().map(ReadCostsIT::key).toList()));
    rounds.add("postgres", http(postgres.port(), ReadCostsIT::anybody));
    rounds.add("jdbc", ReadCostsIT::jdbc);
    for (int i = 0; i < WARM_UP_ROUNDS; i++) {
      fill();
      rounds.warmUp();
    }
    for (int i = 0; i < ROUNDS; i++) {
      fill();
      rounds.round();
    }
    report(rounds);
    assertSources("/v1/orders?" + bulk);
  }

  private static void report(Rounds rounds) {
    System.out.println("| read | per second | compared with | per second | ratio |");
    System.out.println("| --- | --- | --- | --- | --- |");
    for (List<String> pair :
        List.of(
            List.of("near", "nothing"),
            List.of("redis", "nothing"),
            List.of("redis", "mget of one"),
            List.of("bulk, near", "mget"),
            List.of("bulk, redis", "mget"),
            List.of("postgres", "jdbc"))) {
      System.out.printf(
          "| %s | %,.0f | %s | %,.0f | %s |%n",
          pair.getFirst(),
          rounds.perSecond(pair.getFirst()),
          pair.getLast(),
          rounds.perSecond(pair.getLast()),
          rounds.ratio(pair.getFirst(), pair.getLast()));
    }
  }

  private static void assertSources(String bulk) throws Exception {
    for (String path : List.of("/v1/users/user1", bulk)) {
      assertThat(near.get(path).source()).isEqualTo("near");
      assertThat(redis.get(path).source()).isEqualTo("redis");
      assertThat(postgres.get(path).source()).isEqualTo("postgres");
    }
  }

  /// What Redis holds ends with the minute, so before each round again.
  private static void fill() {
    for (int shard = 0; shard < Samples.SHARDS; shard++) {
      cached.lease(shard, OFFSET + 1);
    }
    ALL.forEach(user -> cached.put(key(user), OFFSET, user));
    ORDERED.forEach(order -> cached.put(key(order), OFFSET, order));
  }

  private static String anybody() {
    return "/v1/users/" + ALL.get(new Random().nextInt(USERS)).username();
  }

  private static String key(UserView user) {
    return new CacheKeys(1, Samples.shard(user)).user(user.username());
  }

  private static String key(OrderView order) {
    return new CacheKeys(1, Samples.shard(order)).order(order.orderId());
  }

  private static RunningQueries queries(String redisUrl, String kafka, String nearBytes) {
    return new RunningQueries(
        LocalStack.shared().postgres(),
        url,
        redisUrl,
        Map.of(
            "KAFKA_BOOTSTRAP_SERVERS",
            kafka,
            "QUERY_NEAR_BYTES_MAX",
            nearBytes,
            "QUERY_NEAR_TTL",
            "1h",
            // Longer than the machine may stand still.
            "QUERY_NEAR_LAG_MAX",
            "10s",
            "QUERY_CACHE_AGE_MAX",
            "10s",
            // Beside the rounds.
            "QUERY_CACHE_REFRESH_USER",
            "0ms"));
  }

  private static HttpServer idle() {
    var settings = new Settings(Map.of("HTTP_PORT", "0"), "HTTP_");
    Route nothing =
        Route.of(Route.Method.GET, "/v1/nothing", Role.CLIENT, _ -> Answer.json(200, NOTHING));
    return HttpServer.start(
        HttpSettings.read(settings, 0), List.of(nothing), new Health(), new Metrics(), 1);
  }

  private static Way http(int port, Supplier<String> target) {
    return number -> {
      // Made before, so that it is not measured.
      List<byte[]> requests =
          Stream.generate(() -> Closed.request(target.get())).limit(USERS).toList();
      var connection = new Closed(port);
      return new Client() {
        private int next = number;

        @Override
        public boolean once() throws Exception {
          return connection.ask(requests.get(next++ % USERS));
        }

        @Override
        public void end() throws Exception {
          connection.close();
        }
      };
    };
  }

  private static Way mget(List<String> keys) {
    String[] all = keys.toArray(String[]::new);
    return number -> {
      var client = RedisClient.create(LocalStack.shared().redis().url());
      var redis = client.connect(RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE)).sync();
      return new Client() {
        @Override
        public boolean once() {
          return redis.mget(all).size() == all.length;
        }

        @Override
        public void end() {
          client.close();
        }
      };
    };
  }

  /// The statements of a read, in a transaction as a read is.
  private static Client jdbc(int number) throws Exception {
    var server = LocalStack.shared().postgres();
    var connection =
        DriverManager.getConnection(
            url + "?currentSchema=views_g1", server.user(), server.password());
    connection.setAutoCommit(false);
    connection.setReadOnly(true);
    connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
    var user = connection.prepareStatement("SELECT * FROM users WHERE username = ?");
    var positions =
        connection.prepareStatement(
            "SELECT topic, shard, position FROM positions WHERE topic = ANY(?) AND shard ="
                + " ANY(?)");
    var random = new Random(number);
    return new Client() {
      @Override
      public boolean once() throws Exception {
        UserView any = ALL.get(random.nextInt(USERS));
        user.setString(1, any.username().value());
        positions.setArray(
            1, connection.createArrayOf("text", new String[] {EventTopic.USERS.topicName()}));
        positions.setArray(2, connection.createArrayOf("int4", new Integer[] {Samples.shard(any)}));
        try (var row = user.executeQuery();
            var position = positions.executeQuery()) {
          boolean found = row.next() && position.next();
          connection.commit();
          return found;
        }
      }

      @Override
      public void end() throws Exception {
        connection.close();
      }
    };
  }
}
