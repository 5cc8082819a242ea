package dev.tidemark.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.events.Envelope;
import dev.tidemark.events.Event;
import dev.tidemark.events.EventTopic;
import dev.tidemark.events.OrderEvent.OrderCancelled;
import dev.tidemark.events.OrderEvent.OrderPaid;
import dev.tidemark.events.OrderEvent.OrderPlaced;
import dev.tidemark.events.SessionEnd;
import dev.tidemark.events.SessionEvent.SessionEnded;
import dev.tidemark.events.SessionEvent.SessionStarted;
import dev.tidemark.events.UserEvent.UserDeactivated;
import dev.tidemark.events.UserEvent.UserRegistered;
import dev.tidemark.events.consistency.ConsistencyToken;
import dev.tidemark.events.consistency.Position;
import dev.tidemark.events.value.CommandId;
import dev.tidemark.events.value.SessionId;
import dev.tidemark.events.value.Username;
import dev.tidemark.localstack.LocalStack;
import dev.tidemark.views.OrderView;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What happened, and what was true before.
class TimelinesIT {
  private static final String AN_ORDER = "01313be2-8a00-7000-8000-000000000000";
  private static final Username ANNA = new Username("anna");
  private static final int SHARD = ANNA.slot().shard(Samples.SHARDS);
  private static final Instant EARLIER = Samples.NOON.minus(Duration.ofHours(1));

  private static Tables tables;
  private static RunningQueries queries;

  private final OrderView order = Samples.order("anna", EARLIER);
  private final SessionId session = SessionId.mint(ANNA.slot(), EARLIER, new Random(3));

  @BeforeAll
  static void start() throws Exception {
    var postgres = LocalStack.shared().postgres();
    String url = postgres.createDatabase("timelines");
    tables = Tables.create(postgres, url, "views_g1");
    queries = new RunningQueries(postgres, url, RunningQueries.redisOfNobody(), Map.of());
  }

  @AfterAll
  static void stop() throws Exception {
    queries.close();
    tables.close();
  }

  /// The order was placed an hour ago, paid half an hour ago and cancelled now.
  @BeforeEach
  void begin() throws Exception {
    tables.clear();
    for (EventTopic topic : EventTopic.values()) {
      tables.position(topic, SHARD, 20);
    }
    happened(1, EARLIER, new UserRegistered(ANNA, null, null, null));
    happened(2, Samples.NOON, new UserDeactivated(ANNA, null));
    happened(1, EARLIER, new SessionStarted(session, ANNA, EARLIER.plusSeconds(1_800)));
    happened(
        1,
        EARLIER,
        new OrderPlaced(
            order.orderId(),
            ANNA,
            null,
            order.country(),
            order.currency(),
            List.copyOf(java.util.Objects.requireNonNull(order.lines())),
            order.total()));
    happened(
        2,
        EARLIER.plusSeconds(1_800),
        new OrderPaid(order.orderId(), ANNA, order.total(), order.currency()));
    happened(3, Samples.NOON, new OrderCancelled(order.orderId(), ANNA, null));
  }

  @Test
  void theTimelineIsToldFromItsBeginning() throws Exception {
    String path = "/v1/orders/" + order.orderId() + "/events";
    var first = queries.get(path + "?limit=2");
    var placed = first.body().get("items").get(0);
    assertThat(placed.get("type").asString()).isEqualTo("order.placed.v1");
    assertThat(placed.get("sequence").asInt()).isEqualTo(1);
    assertThat(placed.get("correlationId").asString()).isEqualTo("conversation");
    assertThat(placed.has("causationId")).isFalse();
    assertThat(placed.get("data").get("total").asString()).isEqualTo("12.50");
    assertThat(first.header("Link")).startsWith("<" + path + "?limit=2&after=");

    var rest = queries.get(path + "?after=" + first.body().get("next").asString());
    assertThat(rest.body().get("items")).hasSize(1);
    assertThat(rest.body().get("items").get(0).get("type").asString())
        .isEqualTo("order.cancelled.v1");
    assertThat(rest.body().has("next")).isFalse();
  }

  @Test
  void usersAndSessionsHaveTimelinesToo() throws Exception {
    assertThat(types("/v1/users/Anna/events"))
        .containsExactly("user.registered.v1", "user.deactivated.v1");
    assertThat(types("/v1/sessions/" + session + "/events")).containsExactly("session.started.v1");
  }

  @Test
  void whatIsNotThereHasNoTimeline() throws Exception {
    for (String path :
        List.of("/v1/orders/" + AN_ORDER, "/v1/sessions/" + AN_ORDER, "/v1/users/nobody")) {
      assertThat(queries.get(path + "/events").status()).isEqualTo(404);
      assertThat(queries.get(path + "?asOf=2011-08-01T12:00:00Z").status()).isEqualTo(404);
    }
  }

  @Test
  void aCursorOfOneTimelineIsRefusedByAnother() throws Exception {
    String next = queries.get("/v1/users/anna/events?limit=1").body().get("next").asString();
    String path = "/v1/orders/" + order.orderId() + "/events?after=" + next;
    assertThat(queries.get(path).status()).isEqualTo(400);
  }

  @Test
  void anOrderIsShownAsItWasAtATime() throws Exception {
    String path = "/v1/orders/" + order.orderId() + "?asOf=";
    assertThat(queries.get(path + EARLIER.minusNanos(1_000)).status()).isEqualTo(404);
    var placed = queries.get(path + EARLIER);
    assertThat(placed.body().get("status").asString()).isEqualTo("placed");
    assertThat(placed.header("ETag")).isEqualTo("\"1\"");
    assertThat(placed.body().get("lines")).hasSize(1);
    assertThat(placed.source()).isEqualTo("postgres");
    var paid = queries.get(path + Samples.NOON.minusSeconds(1));
    assertThat(paid.body().get("status").asString()).isEqualTo("paid");
    assertThat(paid.body().get("paid").asString()).isEqualTo("12.50");
    assertThat(queries.get(path + Samples.NOON).body().get("status").asString())
        .isEqualTo("cancelled");
  }

  @Test
  void aUserIsShownAsTheyWere() throws Exception {
    assertThat(queries.get("/v1/users/anna?asOf=" + EARLIER).body().get("status").asString())
        .isEqualTo("active");
    assertThat(queries.get("/v1/users/anna?asOf=" + Samples.NOON).body().get("status").asString())
        .isEqualTo("inactive");
  }

  @Test
  void aSessionIsShownAsTimeHadLeftIt() throws Exception {
    happened(2, Samples.NOON, new SessionEnded(session, ANNA, SessionEnd.LOGOUT, null));
    String path = "/v1/sessions/" + session + "?asOf=";
    assertThat(queries.get(path + EARLIER.plusSeconds(1_799)).body().get("status").asString())
        .isEqualTo("active");
    assertThat(queries.get(path + EARLIER.plusSeconds(1_800)).body().get("status").asString())
        .isEqualTo("expired");
    assertThat(queries.get(path + Samples.NOON).body().get("status").asString()).isEqualTo("ended");
    assertThat(queries.get(path + place(EventTopic.SESSIONS, 1)).body().get("status").asString())
        .isEqualTo("active");
  }

  @Test
  void anOrderIsShownAsAReaderSawItWhoHadThatToken() throws Exception {
    String path = "/v1/orders/" + order.orderId() + "?asOf=";
    assertThat(queries.get(path + place(EventTopic.ORDERS, 2)).body().get("status").asString())
        .isEqualTo("paid");
    assertThat(queries.get(path + place(EventTopic.ORDERS, 0)).status()).isEqualTo(404);
    assertThat(queries.get(path + place(EventTopic.ORDERS, 20)).code()).isEqualTo("not-caught-up");
    assertThat(queries.get(path + place(EventTopic.USERS, 2)).status()).isEqualTo(400);
  }

  @Test
  void aLongTimelineIsFoldedWhole() throws Exception {
    for (int sequence = 3; sequence <= 1_202; sequence++) {
      happened(
          sequence,
          EARLIER,
          sequence % 2 == 1
              ? new dev.tidemark.events.UserEvent.UserReactivated(ANNA)
              : new UserDeactivated(ANNA, null));
    }
    var answer = queries.get("/v1/users/anna?asOf=" + Samples.NOON);
    assertThat(answer.header("ETag")).isEqualTo("\"1202\"");
    assertThat(answer.body().get("status").asString()).isEqualTo("inactive");
  }

  private static void happened(long sequence, Instant at, Event event) throws Exception {
    var envelope =
        new Envelope(
            event,
            sequence,
            new CommandId("key-" + sequence),
            "hash",
            1,
            "conversation",
            null,
            null,
            at,
            Samples.NOON);
    tables.event(envelope, SHARD, sequence);
  }

  private static String place(EventTopic topic, long offset) {
    return ConsistencyToken.of(new Position(topic, SHARD, offset)).encode();
  }

  private static List<String> types(String path) throws Exception {
    return queries
        .get(path)
        .body()
        .get("items")
        .valueStream()
        .map(event -> event.get("type").asString())
        .toList();
  }
}
