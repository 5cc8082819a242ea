package dev.tidemark.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.command.given.Client;
import dev.tidemark.command.given.Client.Told;
import dev.tidemark.command.given.CommandProcess;
import dev.tidemark.events.Envelope;
import dev.tidemark.events.consistency.ConsistencyToken;
import dev.tidemark.events.value.OrderId;
import dev.tidemark.events.value.Username;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class CommandRoutesIT {
  private static final String ORDER =
      """
      {"reference":"R-1","currency":"GBP","lines":[
        {"sku":"85123A","description":"WHITE HANGING HEART","quantity":6,"unitPrice":"2.55"},
        {"sku":"85123A","quantity":1,"unitPrice":"0.001"}]}\
      """;

  @TempDir static Path directory;
  private static CommandProcess process;
  private static Client client;

  @BeforeAll
  static void start() {
    process = new CommandProcess(directory);
    client = process.client();
  }

  @AfterAll
  static void stop() {
    process.close();
  }

  private static void register(String username) throws Exception {
    var body = "{\"username\":\"%s\",\"country\":\"Germany\"}".formatted(username);
    assertThat(client.post("register", "/v1/users", body).status()).isEqualTo(201);
  }

  private static String place(String username, String key) throws Exception {
    return client.post(key, "/v1/users/" + username + "/orders", ORDER).text("orderId");
  }

  private static List<Envelope> events(String username) {
    return process.events().all().stream()
        .filter(e -> e.event().username().value().equals(username))
        .toList();
  }

  private static void assertOk(Told told, int status, int version) {
    assertThat(told.status()).as(told.body()).isEqualTo(status);
    assertThat(told.json().get("version").intValue()).isEqualTo(version);
    assertThat(told.header("ETag")).hasValue("\"" + version + "\"");
    assertThat(told.header("Consistency-Token"))
        .hasValueSatisfying(token -> ConsistencyToken.decode(token));
  }

  private static void assertProblem(Told told, int status, String code) {
    assertThat(told.status()).as(told.body()).isEqualTo(status);
    assertThat(told.header("Content-Type")).hasValue("application/problem+json");
    assertThat(told.text("code")).isEqualTo(code);
    assertThat(told.text("detail")).contains("Expected");
  }

  @Test
  void aUserIsRegisteredChangedDeactivatedAndReactivated() throws Exception {
    Told registered =
        client.post("k1", "/v1/users", "{\"username\":\"Anna\",\"email\":\"a@example.org\"}");

    assertOk(registered, 201, 1);
    assertThat(registered.body()).isEqualTo("{\"username\":\"anna\",\"version\":1}");
    assertThat(registered.header("Location")).hasValue("/v1/users/anna");
    assertOk(client.send("PATCH", "/v1/users/anna", "{\"email\":null}"), 200, 2);
    assertOk(client.send("PATCH", "/v1/users/anna", "{\"email\":null}"), 200, 2);
    assertOk(client.send("POST", "/v1/users/anna/deactivation", ""), 200, 3);
    assertOk(client.send("POST", "/v1/users/anna/deactivation", "{}"), 200, 3);
    assertProblem(client.post("s1", "/v1/users/anna/sessions", ""), 409, "user-not-active");
    assertOk(client.send("POST", "/v1/users/anna/reactivation", ""), 200, 4);
    assertThat(events("anna")).extracting(Envelope::sequence).containsExactly(1L, 2L, 3L, 4L);
  }

  @Test
  void aSessionIsStartedTouchedAndEnded() throws Exception {
    register("berta");
    Told started = client.post("s1", "/v1/users/berta/sessions", "{\"ttlSeconds\":60}");
    String id = started.text("sessionId");

    assertOk(started, 201, 1);
    assertThat(started.text("token")).matches(id + "\\.[A-Za-z0-9_-]{43}");
    assertThat(client.post("s1", "/v1/users/berta/sessions", "{\"ttlSeconds\":60}").body())
        .isEqualTo(started.body());
    assertOk(client.send("POST", "/v1/sessions/" + id + "/touch", "{}"), 200, 2);
    assertOk(client.send("DELETE", "/v1/sessions/" + id + "?reason=revoked", ""), 200, 3);
    assertOk(client.send("DELETE", "/v1/sessions/" + id, ""), 200, 3);
    assertProblem(
        client.send("POST", "/v1/sessions/" + id + "/touch", ""), 409, "session-not-active");
  }

  @Test
  void anOrderIsPlacedPaidShippedDeliveredAndRefunded() throws Exception {
    register("carla");
    Told placed = client.post("o1", "/v1/users/carla/orders", ORDER);
    String order = "/v1/orders/" + placed.text("orderId");

    assertOk(placed, 201, 1);
    assertThat(placed.header("Location")).hasValue(order);
    assertThat(placed.text("total")).isEqualTo("15.301");
    assertThat(OrderId.parse(placed.text("orderId")).slot())
        .isEqualTo(new Username("carla").slot());
    assertProblem(client.send("POST", order + "/shipment", ""), 409, "order-not-shippable");
    assertProblem(
        client.send("POST", order + "/payment", "{\"amount\":\"15.30\",\"currency\":\"GBP\"}"),
        409,
        "amount-not-total");
    assertOk(client.send("POST", order + "/payment", ""), 200, 2);
    assertOk(
        client.send("POST", order + "/shipment", "{\"carrier\":\"DHL\",\"trackingCode\":\"1\"}"),
        200,
        3);
    assertOk(client.send("POST", order + "/delivery", "{}"), 200, 4);
    assertProblem(client.send("POST", order + "/cancellation", ""), 409, "order-not-cancellable");
    Told refunded = client.post("r1", order + "/refunds", "{\"amount\":\"5\"}");
    assertOk(refunded, 201, 5);
    assertThat(refunded.text("refunded")).isEqualTo("5.00");
    assertThat(client.post("r2", order + "/refunds", "{\"reason\":\"all\"}").text("refunded"))
        .isEqualTo("15.301");
    assertProblem(
        client.post("r3", order + "/refunds", "{\"amount\":\"1\"}"), 409, "refund-exceeds-paid");
  }

  @Test
  void anOrderIsCancelledBeforeItIsShipped() throws Exception {
    register("dora");
    String order = "/v1/orders/" + place("dora", "o1");

    assertOk(client.send("POST", order + "/cancellation", "{\"reason\":\"too late\"}"), 200, 2);
    assertProblem(client.send("POST", order + "/payment", ""), 409, "order-not-payable");
  }

  @Test
  void theFirstAnswerIsRepeatedAndTheKeyStandsForOneCommand() throws Exception {
    register("emma");
    Told first = client.post("o1", "/v1/users/emma/orders", ORDER);
    Told again = client.post("\"o1\"", "/v1/users/EMMA/orders", ORDER.replace("\n  ", ""));

    assertThat(first.header("Idempotency-Replayed")).isEmpty();
    assertThat(again.header("Idempotency-Replayed")).hasValue("true");
    assertThat(again.firstAnswer()).isEqualTo(first.firstAnswer());
    assertProblem(
        client.post("o1", "/v1/users/emma/orders", ORDER.replace("2.55", "2.56")),
        422,
        "idempotency-key-reused");
    assertThat(events("emma")).hasSize(2);
  }

  @Test
  void whatIsNotThereIsNotFound() throws Exception {
    assertProblem(client.post("o1", "/v1/users/nobody/orders", ORDER), 404, "not-found");
    assertProblem(
        client.send("POST", "/v1/orders/01900000-0000-7000-8000-000000000000/payment", ""),
        404,
        "not-found");
    assertProblem(
        client.send("DELETE", "/v1/sessions/01900000-0000-7000-8000-000000000000", ""),
        404,
        "not-found");
  }

  @Test
  void aPreconditionGuardsAgainstChangesOfOthers() throws Exception {
    register("frida");
    String order = "/v1/orders/" + place("frida", "o1");

    assertProblem(
        client.send("POST", order + "/payment", "", "If-Match", "\"2\""),
        412,
        "precondition-failed");
    assertOk(client.send("POST", order + "/payment", "", "If-Match", "\"1\""), 200, 2);
    assertOk(client.send("POST", order + "/shipment", "", "If-Match", "*"), 200, 3);
    assertOk(client.send("POST", order + "/delivery", "", "If-Match", "W/\"3\""), 200, 4);
  }

  @Test
  void whatAnImporterSaysOfTimeAndOriginIsKept() throws Exception {
    client.send(
        "POST",
        "/v1/users",
        "{\"username\":\"gerda\",\"occurredAt\":\"2011-01-31T08:26:00Z\"}",
        "Idempotency-Key",
        "k1",
        "X-Correlation-Id",
        "import 7",
        "traceparent",
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");

    Envelope event = events("gerda").getFirst();
    assertThat(event.occurredAt()).isEqualTo(Instant.parse("2011-01-31T08:26:00Z"));
    assertThat(event.recordedAt()).isAfter(event.occurredAt());
    assertThat(event.correlationId()).isEqualTo("import 7");
    assertThat(event.traceparent()).startsWith("00-0af7");
    assertThat(event.commandId().value()).isEqualTo("k1");
  }

  @Test
  void manyCommandsAreAnsweredLineByLineInOrder() throws Exception {
    Told told =
        client.bulk(
            "{\"command\":\"user.register\",\"idempotencyKey\":\"b1\",\"body\":{\"username\":\"hanna\"}}",
            "{\"command\":\"user.register\",\"idempotencyKey\":\"b2\",\"body\":{\"username\":\"hanna\"}}",
            "nonsense",
            "{\"command\":\"order.place\",\"idempotencyKey\":\"b3\",\"username\":\"hanna\",\"body\":"
                + ORDER.replace("\n", "")
                + "}",
            "{\"command\":\"order.place\",\"idempotencyKey\":\"b4\",\"username\":\"hanna\",\"body\":{\"currency\":\"GBP\",\"lines\":[{\"sku\":\"a\",\"quantity\":0,\"unitPrice\":\"1\"}]}}",
            "{\"command\":\"user.register\",\"idempotencyKey\":\"b1\",\"body\":{\"username\":\"hanna\"}}");

    List<JsonNode> lines = told.body().lines().map(JsonMapper.shared()::readTree).toList();
    assertThat(told.status()).isEqualTo(200);
    assertThat(told.header("Content-Type")).hasValue("application/x-ndjson");
    assertThat(lines)
        .extracting(line -> line.get("line").intValue())
        .containsExactly(1, 2, 3, 4, 5, 6);
    assertThat(lines)
        .extracting(line -> line.get("status").intValue())
        .containsExactly(201, 409, 400, 201, 400, 201);
    assertThat(lines.get(3).get("body").get("total").stringValue()).isEqualTo("15.301");
    assertThat(lines.get(4).get("body").get("errors").get(0).get("field").stringValue())
        .isEqualTo("body.lines[0].quantity");
    assertThat(lines.get(5).get("replayed").booleanValue()).isTrue();
    var merged = ConsistencyToken.decode(told.header("Consistency-Token").orElseThrow());
    var users = ConsistencyToken.decode(lines.get(0).get("token").stringValue());
    assertThat(merged.merge(users)).isEqualTo(merged);
  }

  @ParameterizedTest
  @CsvSource({
    "user.register, body.username", "user.change-profile, username", "user.deactivate, username",
    "user.reactivate, username", "session.start, username", "session.touch, sessionId",
    "session.end, sessionId", "order.place, username", "order.pay, orderId",
    "order.ship, orderId", "order.deliver, orderId", "order.cancel, orderId",
    "order.refund, orderId"
  })
  void everyCommandIsKnownInBulkAndNeedsItsTarget(String command, String target) throws Exception {
    Told told = client.bulk("{\"command\":\"%s\",\"idempotencyKey\":\"k\"}".formatted(command));

    JsonNode problem = JsonMapper.shared().readTree(told.body().strip()).get("body");
    assertThat(problem.get("errors").get(0).get("field").stringValue()).isEqualTo(target);
  }
}
