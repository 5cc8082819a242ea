package dev.tidemark.query.changes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.localstack.LocalStack;
import dev.tidemark.query.changes.EventStream.Sent;
import dev.tidemark.runtime.health.Health;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a stream of changes tells, to whom, and what it refuses.
class ChangesIT {
  private static RunningChanges running;
  private static TestLog log;

  private final Customer ada = new Customer("ada");
  private final Customer bob = new Customer("bob");

  @BeforeAll
  static void start() throws Exception {
    String kafka = LocalStack.shared().kafka().bootstrapServers();
    TestLog.createTopics(kafka);
    log = new TestLog(kafka, "changes");
    running = RunningChanges.following(kafka, Map.of("QUERY_CHANGES_HEARTBEAT", "100ms"));
  }

  @AfterAll
  static void stop() {
    running.close();
    log.close();
  }

  @Test
  void changesArriveInTheOrderOfTheirCustomer() throws Exception {
    var order = ada.newOrder();
    try (EventStream stream = running.open("")) {
      assertThat(stream.status()).isEqualTo(200);
      assertThat(stream.header("Content-Type")).startsWith("text/event-stream");
      assertThat(stream.header("Cache-Control")).isEqualTo("no-store");
      assertThat(stream.header("X-Accel-Buffering")).isEqualTo("no");
      assertThat(stream.line()).isEqualTo("retry: 2000");
      assertThat(stream.line()).startsWith("id: ");
      log.write(ada.places(order), ada.pays(order));
      assertThat(stream.next(2))
          .extracting(Sent::event)
          .containsExactly("order.placed.v1", "order.paid.v1");
    }
  }

  @Test
  void aChangeTellsWhatTheTimelineTells() throws Exception {
    var order = ada.newOrder();
    try (EventStream stream = running.open("?order=" + order)) {
      log.write(ada.places(order));
      assertThat(stream.next().data().toString())
          .isEqualTo(
              """
              {"id":"%s:1","source":"/tidemark/orders.events","type":"order.placed.v1",\
              "subject":"%s","username":"ada","sequence":1,"occurredAt":"2011-08-01T12:00:00.123456Z",\
              "recordedAt":"2011-08-01T12:00:01.123456Z","commandId":"c-%s-1",\
              "correlationId":"conversation","data":{"orderId":"%s","username":"ada",\
              "currency":"GBP","lines":[{"sku":"85123A","description":"a \\"heart\\"","quantity":2,\
              "unitPrice":"1.25"}],"total":"2.50"}}\
              """
                  .formatted(order, order, order, order));
    }
  }

  @Test
  void aFilterLeavesOutEverythingElse() throws Exception {
    var order = ada.newOrder();
    var other = ada.newOrder();
    var session = ada.newSession();
    try (EventStream users = running.open("?topic=users");
        EventStream two = running.open("?topic=users&topic=sessions");
        EventStream ofBob = running.open("?username=BOB");
        EventStream ofOrder = running.open("?order=" + order + "&username=ada");
        EventStream ofSession = running.open("?session=" + session)) {
      log.write(ada.registers(), ada.starts(session), ada.places(other), ada.places(order));
      log.write(ada.pays(other), ada.pays(order));
      log.write(bob.registers(), bob.moves(), bob.places(bob.newOrder()));
      log.write(ada.moves());
      assertThat(users.next(4))
          .extracting(sent -> sent.text("username"))
          .containsExactlyInAnyOrder("ada", "bob", "bob", "ada");
      assertThat(two.next(5))
          .extracting(Sent::event)
          .contains("session.started.v1")
          .doesNotContain("order.placed.v1");
      assertThat(ofBob.next(3)).extracting(sent -> sent.text("username")).containsOnly("bob");
      assertThat(ofOrder.next(2))
          .extracting(Sent::event)
          .containsExactly("order.placed.v1", "order.paid.v1");
      assertThat(ofSession.next().event()).isEqualTo("session.started.v1");
    }
  }

  @Test
  void whatIsNotCommittedIsNotShown() throws Exception {
    try (EventStream stream = running.open("?topic=users");
        var aborting = new TestLog(LocalStack.shared().kafka().bootstrapServers(), "aborting")) {
      aborting.begin(ada.registers(), bob.registers());
      aborting.abort();
      aborting.begin(ada.moves());
      log.write(bob.moves());
      assertThat(stream.next().text("id")).isEqualTo("bob:2");
      aborting.commit();
      assertThat(stream.next().text("id")).isEqualTo("ada:2");
    }
  }

  @Test
  void aChangeThatCannotBeReadIsToldAndNotSkipped() throws Exception {
    ProducerRecord<byte[], byte[]> future = log.recordOf(ada.moves());
    future.headers().remove("ce_type");
    future.headers().add("ce_type", "user.renamed.v1".getBytes(StandardCharsets.UTF_8));
    try (EventStream stream = running.open("?username=ada")) {
      log.writeRaw(
          List.of(
              future,
              new ProducerRecord<>("users.events", future.partition(), future.key(), null)));
      Sent unknown = stream.next();
      assertThat(unknown.event()).isEqualTo("unreadable");
      assertThat(unknown.text("type")).isEqualTo("user.renamed.v1");
      assertThat(unknown.text("subject")).isEqualTo("ada");
      assertThat(unknown.text("reason"))
          .isEqualTo("Expected a known event type, but was user.renamed.v1");
      assertThat(unknown.data().has("data")).isFalse();
      assertThat(stream.next().text("reason"))
          .isEqualTo("Expected a header ce_type, but there is none");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "?topic=order, topic: Expected one of users\\, sessions\\, orders",
    "?topics=users, Expected only the query parameters after\\, order\\, session\\, topic\\,"
        + " username",
    "?username=-, username: Expected a username",
    "?username=ada&username=bob, username: Expected it once",
    "?order=1, order: Expected an order id",
    "?order=0199a1b2-c3d4-7b1c-9abc-def012345678&session=0199a1b2-c3d4-7b1c-9abc-def012345678, but"
        + " there are both",
    "?order=0199a1b2-c3d4-7b1c-9abc-def012345678&topic=users, Expected the topic of the order",
    "?order=0199a1b2-c3d4-7b1c-9abc-def012345678&username=ada, but its id is another customer's",
    "?after=nonsense, after: Expected a consistency token",
    "?after=, after: Expected a consistency token",
    "?after=AQABAAAAAAAAAAAA, names a partition of another",
  })
  void nonsenseIsRefused(String query, String detail) throws Exception {
    assertRefused(running.open(query), 400, "invalid-request", detail.replace("\\", ""));
  }

  @Test
  void aMalformedIdIsRefused() throws Exception {
    assertRefused(
        running.open("", "Last-Event-ID", "?"),
        400,
        "invalid-request",
        "Last-Event-ID: Expected a");
  }

  @Test
  void aTokenFromTheFutureIsNotReached() throws Exception {
    // users.events, partition 0, offset 2^40
    assertRefused(
        running.open("?after=AQAAAAAAAQAAAAAA"), 503, "not-caught-up", "may be of another log");
  }

  @Test
  void withoutKafkaThereAreNoStreams() throws Exception {
    try (var alone = new RunningChanges("127.0.0.1:1", Map.of())) {
      assertRefused(alone.open(""), 503, "unavailable", "Kafka has not answered yet");
      assertRefused(alone.open("?after=AQ"), 503, "unavailable", "Kafka has not answered yet");
      assertThat(alone.changes.health().level()).isEqualTo(Health.Level.DEGRADED);
    }
  }

  private static void assertRefused(EventStream stream, int status, String code, String detail)
      throws IOException {
    try (stream) {
      assertThat(stream.status()).isEqualTo(status);
      var problem = stream.problem();
      assertThat(problem.path("code").asString()).isEqualTo(code);
      assertThat(problem.path("detail").asString()).contains(detail);
    }
  }
}
