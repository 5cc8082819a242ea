package dev.tidemark.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.events.EventTopic;
import dev.tidemark.events.consistency.ConsistencyToken;
import dev.tidemark.events.consistency.Position;
import dev.tidemark.localstack.LocalStack;
import dev.tidemark.runtime.StartupException;
import dev.tidemark.views.OrderView;
import dev.tidemark.views.SessionView;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Lists and sales, from PostgreSQL.
class ListsIT {
  private static final String AN_ORDER = "01313be2-8a00-7000-8000-000000000000";

  static final List<String> NOT_UNDERSTOOD =
      List.of(
          "/v1/users/-anna",
          "/v1/users/" + "a%27%20OR%201=1",
          "/v1/users/%C3%A4",
          "/v1/users/a%0d%0ab",
          "/v1/users/*",
          "/v1/users/%7B0%7D",
          "/v1/sessions/1",
          "/v1/orders/00000000-0000-0000-0000-000000000000",
          "/v1/orders/" + "01313BE2-8A00-7000-8000-000000000000",
          "/v1/orders/" + AN_ORDER + "%20",
          "/v1/orders/" + AN_ORDER + ";x=1",
          "/v1/orders/" + AN_ORDER + "?limit=1",
          "/v1/orders/" + AN_ORDER + "/events?after=x",
          "/v1/orders?limit=0",
          "/v1/orders?limit=501",
          "/v1/orders?limit=-1",
          "/v1/orders?limit=%2B1",
          "/v1/orders?limit=1e2",
          "/v1/orders?limit=99999999999999999999",
          "/v1/orders?limit=",
          "/v1/orders?limit=1&limit=2",
          "/v1/orders?status=PAID",
          "/v1/orders?status=",
          "/v1/orders?country=",
          "/v1/orders?country=%00",
          "/v1/orders?username=%25",
          "/v1/orders?from=yesterday",
          "/v1/orders?from=2011-08-01",
          "/v1/orders?from=%2B1000000000-01-01T00:00:00Z",
          "/v1/orders?to=-0001-01-01T00:00:00Z",
          "/v1/orders?from=2011-08-01T12:00:00Z&to=2011-08-01T12:00:00Z",
          "/v1/orders?after=",
          "/v1/orders?after=AAAA",
          "/v1/orders?after=%27%3B--",
          "/v1/orders?sort=asc",
          "/v1/orders?sort=total",
          "/v1/orders?totalMin=1.00",
          "/v1/orders?totalMin=1.00&currency=pounds",
          "/v1/orders?totalMin=-1&currency=GBP",
          "/v1/orders?totalMin=2&totalMax=1&currency=GBP",
          "/v1/orders?sku=",
          "/v1/orders?status=paid&status=",
          "/v1/orders?id=" + AN_ORDER + "&sort=placedAt",
          "/v1/orders/" + AN_ORDER + "?asOf=",
          "/v1/orders/" + AN_ORDER + "?asOf=AQ",
          "/v1/orders/" + AN_ORDER + "?asOf=2011-08-01T12:00:01Z",
          "/v1/orders/" + AN_ORDER + "?asOf=2011-08-01T12:00:00Z&asOf=AQ",
          "/v1/users/anna/sessions?status=over",
          "/v1/users/anna/sessions?status=active&status=ended",
          "/v1/users/anna/orders?username=anna",
          "/v1/counts?by=status",
          "/v1/orders?id=x",
          "/v1/orders?id=" + AN_ORDER + "&status=paid",
          "/v1/sales",
          "/v1/sales?by=username",
          "/v1/sales?by=country,",
          "/v1/sales?by=country,country",
          "/v1/sales?by=month&currency=pounds",
          "/v1/sales?by=month&limit=1001");

  private static Tables tables;
  private static RunningQueries queries;

  @BeforeAll
  static void start() throws Exception {
    var postgres = LocalStack.shared().postgres();
    String url = postgres.createDatabase("lists");
    tables = Tables.create(postgres, url, "views_g1");
    queries = new RunningQueries(postgres, url, RunningQueries.redisOfNobody(), Map.of());
  }

  @AfterAll
  static void stop() throws Exception {
    queries.close();
    tables.close();
  }

  @BeforeEach
  void beginEmpty() throws Exception {
    tables.clear();
    for (int shard = 0; shard < Samples.SHARDS; shard++) {
      tables.position(EventTopic.ORDERS, shard, 10 + shard);
    }
  }

  @Test
  void pagesAreStableWhileOrdersComeIn() throws Exception {
    var expected = new ArrayList<String>();
    for (int i = 0; i < 25; i++) {
      // Several at the same moment: the id decides among them.
      OrderView order = Samples.order("anna", Samples.NOON.minusSeconds(i / 3));
      tables.order(order, 0, i);
      expected.add(order.placedAt() + " " + order.orderId());
    }
    expected.sort(java.util.Comparator.reverseOrder());

    var seen = new ArrayList<String>();
    String after = "";
    for (int page = 1; page <= 9; page++) {
      var answer = queries.get("/v1/users/anna/orders?limit=3" + after);
      answer
          .body()
          .get("items")
          .forEach(o -> seen.add(o.get("placedAt").asString() + " " + o.get("orderId").asString()));
      tables.order(Samples.order("anna", Samples.NOON.plusSeconds(page)), 0, 100 + page);
      assertThat(answer.body().has("next")).isEqualTo(page < 9);
      after = "&after=" + answer.body().path("next").asString("");
    }
    assertThat(seen).isEqualTo(expected);
  }

  @Test
  void listsShowSummariesAndWhatTheyReflect() throws Exception {
    tables.order(Samples.order("anna", Samples.NOON), 0, 5);
    var answer = queries.get("/v1/orders");
    assertThat(answer.source()).isEqualTo("postgres");
    assertThat(answer.header("Age")).isEqualTo("0");
    var order = answer.body().get("items").get(0);
    assertThat(order.has("lines")).isFalse();
    assertThat(order.get("lineCount").asInt()).isEqualTo(1);
    assertThat(order.get("units").asInt()).isEqualTo(5);
    assertThat(order.get("total").asString()).isEqualTo("12.50");
    assertThat(ConsistencyToken.decode(answer.token()).offset(EventTopic.ORDERS, 3)).hasValue(12);
  }

  @Test
  void ordersAreFilteredByWhatIsAskedFor() throws Exception {
    OrderView early = Samples.order("anna", Samples.NOON);
    OrderView late =
        Samples.order(
            Samples.order("bert", Samples.NOON.plusSeconds(60)).orderId(),
            "bert",
            Samples.NOON.plusSeconds(60),
            2);
    tables.order(early, 0, 1);
    tables.order(late, 0, 2);
    assertThat(ids("status=placed")).containsExactly(early.orderId().toString());
    assertThat(ids("status=paid&country=Germany")).containsExactly(late.orderId().toString());
    assertThat(ids("country=France")).isEmpty();
    assertThat(ids("username=Bert")).containsExactly(late.orderId().toString());
    assertThat(ids("from=2011-08-01T12:00:00Z&to=2011-08-01T12:01:00Z"))
        .containsExactly(early.orderId().toString());
    assertThat(ids("from=2011-08-01T12:00:00.000001Z")).containsExactly(late.orderId().toString());
    assertThat(ids("")).hasSize(2);
  }

  @Test
  void aListCoversTheTokenOfEveryShardItShows() throws Exception {
    String behind = ConsistencyToken.of(new Position(EventTopic.ORDERS, 3, 13)).encode();
    assertThat(queries.get("/v1/orders", "Consistency-Token", behind).code())
        .isEqualTo("not-caught-up");
    String reached = ConsistencyToken.of(new Position(EventTopic.ORDERS, 3, 12)).encode();
    assertThat(queries.get("/v1/orders", "Consistency-Token", reached).status()).isEqualTo(200);
  }

  @Test
  void aUserWithoutOrdersHasAnEmptyListAndNobodyHasNone() throws Exception {
    tables.user(Samples.user("anna", 1), 0, 1);
    var empty = queries.get("/v1/users/anna/orders");
    assertThat(empty.status()).isEqualTo(200);
    assertThat(empty.body().toString()).isEqualTo("{\"items\":[]}");
    assertThat(queries.get("/v1/users/nobody/orders").status()).isEqualTo(404);
    assertThat(queries.get("/v1/users/nobody/sessions").status()).isEqualTo(404);
  }

  @Test
  void sessionsOfAUserAreListedAsTheyAreNow() throws Exception {
    SessionView older = Samples.session("anna", Samples.NOON.minusSeconds(3_600));
    SessionView newer = Samples.session("anna", Samples.NOON);
    tables.session(older, 0, 1);
    tables.session(newer, 0, 2);
    var first = queries.get("/v1/users/anna/sessions?limit=1");
    assertThat(first.body().get("items").get(0).get("status").asString()).isEqualTo("active");
    var second =
        queries.get("/v1/users/anna/sessions?limit=1&after=" + first.body().get("next").asString());
    assertThat(second.body().get("items").get(0).get("status").asString()).isEqualTo("expired");
    assertThat(second.body().has("next")).isFalse();
  }

  @Test
  void salesAreAddedUp() throws Exception {
    tables.sale("Germany", "2011-07", "anna", 2, "10.10");
    tables.sale("Germany", "2011-08", "bert", 1, "5.05");
    tables.sale("France", "2011-08", "carla", 4, "100");
    tables.sale("", "2011-06", "dora", 1, "0.0001");
    assertThat(queries.get("/v1/sales?by=country&limit=2").body().toString())
        .isEqualTo(
            "{\"items\":[{\"country\":\"France\",\"orders\":4,\"units\":7,\"revenue\":\"100.00\","
                + "\"refunded\":\"1.50\",\"currency\":\"GBP\"},{\"country\":\"Germany\",\"orders\":3,"
                + "\"units\":14,\"revenue\":\"15.15\",\"refunded\":\"3.00\",\"currency\":\"GBP\"}]}");
    var unknown = queries.get("/v1/sales?by=country").body().get("items").get(2);
    assertThat(unknown.has("country")).isFalse();
    assertThat(unknown.get("revenue").asString()).isEqualTo("0.0001");
    assertThat(keys("month")).containsExactly("2011-06", "2011-07", "2011-08");
    assertThat(keys("customer")).containsExactly("carla", "anna", "bert", "dora");
    assertThat(queries.get("/v1/sales?by=month&currency=EUR").body().get("items")).isEmpty();
  }

  @Test
  void aCursorIsGoodForItsOwnListOnly() throws Exception {
    for (int i = 0; i < 3; i++) {
      tables.order(Samples.order("anna", Samples.NOON.minusSeconds(i)), 0, i);
    }
    String next = queries.get("/v1/orders?limit=1").body().get("next").asString();
    assertThat(queries.get("/v1/orders?after=" + next).status()).isEqualTo(200);
    assertThat(queries.get("/v1/orders?status=paid&after=" + next).status()).isEqualTo(400);
    assertThat(queries.get("/v1/users/anna/orders?after=" + next).status()).isEqualTo(400);
  }

  @ParameterizedTest
  @FieldSource("NOT_UNDERSTOOD")
  void whatIsNotUnderstoodIsRefused(String path) throws Exception {
    var answer = queries.get(path);
    assertThat(answer.status()).as(answer.response().body()).isEqualTo(400);
    assertThat(answer.code()).isEqualTo("invalid-request");
  }

  @Test
  void anotherNumberOfShardsIsRefusedAtTheStart() throws Exception {
    var postgres = LocalStack.shared().postgres();
    var settings = Map.of("QUERY_PARTITIONS", "3");
    assertThatThrownBy(() ->
            new RunningQueries(
                postgres,
                postgres.createDatabase("lists"),
                RunningQueries.redisOfNobody(),
                settings))
        .isInstanceOf(StartupException.class)
        .hasMessage("QUERY_PARTITIONS is 3, but the views have 4 shards");
  }

  @Test
  void moreIdsThanAllowedAreRefused() throws Exception {
    var ids = new StringBuilder("/v1/orders?");
    for (int i = 0; i < 101; i++) {
      ids.append("&id=").append(Samples.order("anna", Samples.NOON).orderId());
    }
    assertThat(queries.get(ids.toString().replace("?&", "?")).status()).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "AQEABA", "AQAABAAAAAAAAAAB", "AQAA_wAAAAAAAAAB"})
  void aTokenOfAnotherSystemIsRefused(String token) throws Exception {
    var answer = queries.get("/v1/orders", "Consistency-Token", token);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.body().get("errors").get(0).get("field").asString())
        .isEqualTo("Consistency-Token");
  }

  private static List<String> ids(String query) throws Exception {
    var answer = queries.get("/v1/orders" + (query.isEmpty() ? "" : "?" + query));
    return answer.body().get("items").valueStream().map(o -> o.get("orderId").asString()).toList();
  }

  private static List<String> keys(String by) throws Exception {
    var answer = queries.get("/v1/sales?by=" + by);
    return answer.body().get("items").valueStream().map(sale -> sale.get(by).asString()).toList();
  }
}
