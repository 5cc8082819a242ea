package dev.tidemark.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.events.EventTopic;
import dev.tidemark.localstack.LocalStack;
import dev.tidemark.views.OrderView;
import dev.tidemark.views.SessionStatus;
import dev.tidemark.views.SessionView;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Sums, counts, and what time changes by itself.
class OverviewsIT {
  private static Tables tables;
  private static RunningQueries queries;

  @BeforeAll
  static void start() throws Exception {
    var postgres = LocalStack.shared().postgres();
    String url = postgres.createDatabase("overviews");
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
    queries.now.set(Samples.NOON);
  }

  @Test
  void salesAreAddedUpBySeveralThingsAtOnce() throws Exception {
    tables.sale("Germany", "2011-07", "anna", 2, "10.10");
    tables.sale("Germany", "2011-08", "bert", 1, "5.05");
    tables.sale("Germany", "2011-08", "carla", 1, "1");
    tables.sale("France", "2011-08", "carla", 4, "100");
    tables.sale("", "2011-08", "dora", 1, "7");
    var items = queries.get("/v1/sales?by=month,country").body().get("items");
    assertThat(
            items
                .valueStream()
                .map(item ->
                    item.path("month").asString("")
                        + " "
                        + item.path("country").asString("")
                        + " "
                        + item.get("revenue").asString()))
        .containsExactly(
            "2011-07 Germany 10.10",
            "2011-08 France 100.00",
            "2011-08  7.00",
            "2011-08 Germany 6.05");
    assertThat(items.get(1).toString())
        .isEqualTo(
            "{\"country\":\"France\",\"month\":\"2011-08\",\"orders\":4,\"units\":7,"
                + "\"revenue\":\"100.00\",\"refunded\":\"1.50\",\"currency\":\"GBP\"}");
    var customers = queries.get("/v1/sales?by=customer,country").body().get("items");
    assertThat(customers.get(0).toString())
        .startsWith("{\"country\":\"France\",\"customer\":\"carla\",\"orders\":4");
    assertThat(customers).hasSize(5);
  }

  @Test
  void everythingIsCountedByStatus() throws Exception {
    assertThat(queries.get("/v1/counts").body().toString())
        .isEqualTo(
            "{\"users\":{\"active\":0,\"inactive\":0},\"sessions\":{\"active\":0},\"orders\":"
                + "{\"placed\":0,\"paid\":0,\"shipped\":0,\"delivered\":0,\"cancelled\":0}}");
    tables.user(Samples.user("anna", 1), 0, 1);
    tables.user(Samples.user("bert", 1), 1, 1);
    OrderView order = Samples.order("anna", Samples.NOON);
    tables.order(order, 0, 1);
    tables.order(Samples.order("bert", Samples.NOON), 1, 1);
    // The same order, paid.
    tables.order(Samples.order(order.orderId(), "anna", Samples.NOON, 2), 0, 2);
    tables.session(Samples.session("anna", Samples.NOON), 0, 1);
    tables.session(Samples.session("anna", Samples.NOON.minus(Duration.ofHours(1))), 0, 1);
    tables.position(EventTopic.SESSIONS, 2, 5);

    var answer = queries.get("/v1/counts");
    assertThat(answer.body().toString())
        .isEqualTo(
            "{\"users\":{\"active\":2,\"inactive\":0},\"sessions\":{\"active\":1},\"orders\":"
                + "{\"placed\":1,\"paid\":1,\"shipped\":0,\"delivered\":0,\"cancelled\":0}}");
    assertThat(answer.token()).isNotEmpty();
  }

  @Test
  void sessionsAreFilteredByWhatTheyAreNow() throws Exception {
    Instant now = Samples.NOON;
    tables.user(Samples.user("anna", 1), 0, 1);
    SessionView active = Samples.session("anna", now);
    SessionView over = Samples.session("anna", now.minus(Duration.ofHours(2)));
    SessionView ended = with(SessionStatus.ENDED, Samples.session("anna", now.minusSeconds(5)));
    SessionView expired =
        with(SessionStatus.EXPIRED, Samples.session("anna", now.minus(Duration.ofHours(3))));
    for (SessionView session : List.of(active, over, ended, expired)) {
      tables.session(session, 0, 1);
    }
    assertThat(ids("active")).containsExactly(active.sessionId().toString());
    assertThat(ids("ended")).containsExactly(ended.sessionId().toString());
    assertThat(ids("expired"))
        .containsExactly(over.sessionId().toString(), expired.sessionId().toString());

    queries.now.set(active.expiresAt());
    assertThat(ids("active")).isEmpty();
    assertThat(ids("expired")).hasSize(3);
  }

  private static SessionView with(SessionStatus status, SessionView session) {
    return new SessionView(
        session.sessionId(),
        session.username(),
        status,
        session.startedAt(),
        session.lastSeenAt(),
        session.expiresAt(),
        session.startedAt(),
        null,
        null,
        2);
  }

  private static List<String> ids(String status) throws Exception {
    var answer = queries.get("/v1/users/anna/sessions?status=" + status);
    return answer
        .body()
        .get("items")
        .valueStream()
        .map(session -> session.get("sessionId").asString())
        .toList();
  }
}
