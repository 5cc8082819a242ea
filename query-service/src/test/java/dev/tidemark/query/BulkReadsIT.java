package dev.tidemark.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.events.EventTopic;
import dev.tidemark.events.consistency.ConsistencyToken;
import dev.tidemark.events.consistency.Position;
import dev.tidemark.localstack.LocalStack;
import dev.tidemark.views.OrderView;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Many orders for one reader, and one order for many readers.
class BulkReadsIT {
  private static Tables tables;
  private static Cached cached;
  private static RunningQueries queries;

  @BeforeAll
  static void start() throws Exception {
    var postgres = LocalStack.shared().postgres();
    var redis = LocalStack.shared().redis();
    String url = postgres.createDatabase("bulk_reads");
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
  }

  @Test
  void manyOrdersAreReadAtOnceFromWhereverTheyStand() throws Exception {
    var orders = new ArrayList<OrderView>();
    for (String name : List.of("anna", "bert", "carla", "dora", "emil")) {
      OrderView order = Samples.order(name, Samples.NOON);
      orders.add(order);
      tables.order(order, Samples.shard(order), 20);
    }
    for (int shard = 0; shard < Samples.SHARDS; shard++) {
      tables.position(EventTopic.ORDERS, shard, 30);
      cached.lease(shard, 30);
    }
    OrderView absent = Samples.order("anna", Samples.NOON);
    String query = "?id=" + absent.orderId();
    for (OrderView order : orders) {
      query += "&id=" + order.orderId();
    }
    String path = "/v1/orders" + query + "&id=" + orders.getFirst().orderId();

    var first = queries.get(path);
    assertThat(first.source()).isEqualTo("postgres");
    assertThat(ids(first)).containsExactlyElementsOf(idsOf(orders));
    assertThat(first.body().get("missing").get(0).asString())
        .isEqualTo(absent.orderId().toString());
    assertThat(first.body().get("items").get(0).get("lines")).hasSize(1);

    var second = Eventually.until(() -> queries.get(path), RunningQueries.fromRedis());
    assertThat(second.body()).isEqualTo(first.body());
    assertThat(second.token()).isEqualTo(first.token());

    int shard = Samples.shard(orders.getFirst());
    cached.endLease(shard);
    var mixed = queries.get(path);
    assertThat(mixed.source()).isEqualTo("redis, postgres");
    assertThat(mixed.body()).isEqualTo(first.body());
    var stale = ConsistencyToken.of(new Position(EventTopic.ORDERS, shard, 30)).encode();
    assertThat(queries.get(path, "Consistency-Token", stale).code()).isEqualTo("not-caught-up");
  }

  @Test
  void anOrderOfManyReadersIsReadOnce() throws Exception {
    OrderView order = Samples.order("anna", Samples.NOON);
    tables.order(order, Samples.shard(order), 20);
    tables.position(EventTopic.ORDERS, Samples.shard(order), 30);
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      var readers = new ArrayList<Future<RunningQueries.Got>>();
      for (int i = 0; i < 200; i++) {
        // A service that has just started turns some of so many away.
        readers.add(
            executor.submit(() ->
                Eventually.until(
                    () -> queries.get("/v1/orders/" + order.orderId()),
                    answer -> answer.status() != 503)));
      }
      for (Future<RunningQueries.Got> reader : readers) {
        assertThat(reader.get().status()).isEqualTo(200);
      }
    }
  }

  private static List<String> ids(RunningQueries.Got answer) {
    return answer.body().get("items").valueStream().map(o -> o.get("orderId").asString()).toList();
  }

  private static List<String> idsOf(List<OrderView> orders) {
    return orders.stream().map(order -> order.orderId().toString()).toList();
  }
}
