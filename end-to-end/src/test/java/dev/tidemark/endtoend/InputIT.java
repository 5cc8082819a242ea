package dev.tidemark.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What clients send: odd input comes back exactly, wrong input is refused and leaves no trace.
@ExtendWith(Observed.Once.class)
class InputIT {
  private static final JsonMapper JSON = JsonMapper.shared();

  private static final String ORDER =
      "{\"currency\":\"GBP\",\"lines\":[{\"sku\":\"tea\",\"quantity\":1,\"unitPrice\":\"3.50\"}]}";

  private static final Map<String, String> HOSTILE_BODIES =
      Map.ofEntries(
          Map.entry("broken", "{\"currency\":\"GBP\",\"lines\":["),
          Map.entry("not an object", "[1]"),
          Map.entry("empty", ""),
          Map.entry("trailing", ORDER + " {}"),
          Map.entry("unknown field", ORDER.replace("{\"currency\"", "{\"x\":1,\"currency\"")),
          Map.entry("unknown field in a line", ORDER.replace("\"sku\"", "\"x\":1,\"sku\"")),
          Map.entry(
              "duplicate key",
              ORDER.replace("{\"currency\"", "{\"currency\":\"EUR\",\"currency\"")),
          Map.entry("text for a number", ORDER.replace("1,", "\"1\",")),
          Map.entry("fraction for a number", ORDER.replace("1,", "1.5,")),
          Map.entry("number for text", ORDER.replace("\"tea\"", "7")),
          Map.entry("number for money", ORDER.replace("\"3.50\"", "3.50")),
          Map.entry("huge number", ORDER.replace("1,", "9".repeat(400) + ",")),
          Map.entry("long number", ORDER.replace("1,", "99999999999,")),
          Map.entry("huge exponent", ORDER.replace("1,", "1e999999999,")),
          Map.entry("huge money", ORDER.replace("3.50", "9".repeat(30))),
          Map.entry("negative money", ORDER.replace("3.50", "-3.50")),
          Map.entry("five decimals", ORDER.replace("3.50", "3.50001")),
          Map.entry("control character", ORDER.replace("tea", "te\\u0000a")),
          Map.entry(
              "lone surrogate", ORDER.replace("\"sku\"", "\"description\":\"\\ud800\",\"sku\"")),
          Map.entry("no lines", "{\"currency\":\"GBP\",\"lines\":[]}"),
          Map.entry("null line", "{\"currency\":\"GBP\",\"lines\":[null]}"),
          Map.entry("no such currency", ORDER.replace("GBP", "gbp")),
          Map.entry("deep", "[".repeat(20_000)),
          Map.entry(
              "from the future",
              ORDER.replace(
                  "{\"currency\"", "{\"occurredAt\":\"2999-01-01T00:00:00Z\",\"currency\"")),
          Map.entry("ten megabytes", ORDER.replace("tea", "t".repeat(10 << 20))));

  private static RunningTidemark tidemark;

  /// A line of the file of odd and bad rows, of which the first column says what is odd about it.
  record Row(int number, List<String> fields) {
    boolean isAccepted() {
      return !fields.getFirst().equals("beyond_limits")
          && IndependentFigures.reason(fields.subList(1, fields.size())).equals("ACCEPTED");
    }

    /// For a refused row one who is registered, so that the row itself is to blame.
    String customer() {
      var customer = fields.get(7).replaceAll("\\.0$", "");
      return customer.isEmpty() ? "" : isAccepted() ? "c" + customer : "ada";
    }

    String body() {
      var line = JSON.createObjectNode();
      line.put("sku", fields.get(2))
          .put("description", fields.get(3))
          .put("quantity", Long.parseLong(fields.get(4)))
          .put("unitPrice", fields.get(6));
      var order = JSON.createObjectNode();
      order
          .put("reference", fields.get(1))
          .put("currency", "GBP")
          .put("country", fields.get(8))
          .put("occurredAt", fields.get(5).replace(' ', 'T') + "Z")
          .putArray("lines")
          .add(line);
      return order.toString();
    }

    @Override
    public String toString() {
      return number + " " + fields;
    }
  }

  @BeforeAll
  static void start(Observed observed) {
    tidemark = observed.tidemark();
    register("ada");
  }

  @Test
  void rowsThatTheIntakeAcceptsComeBackExactly() {
    var accepted = rows().filter(Row::isAccepted).toList();

    assertThat(accepted).isNotEmpty();
    accepted.stream().map(Row::customer).distinct().forEach(InputIT::register);
    for (var row : accepted) {
      var answer = place(row.customer(), "row-" + row.number(), row.body());
      assertThat(answer.status()).as(row + ": " + answer.text()).isEqualTo(201);
      comesBack(row, answer);
    }
  }

  @Test
  void rowsThatTheIntakeRefusesAreRefusedByTheSystemTooAndLeaveNoTrace() {
    var refused = rows().filter(row -> !row.isAccepted()).toList();

    assertThat(refused).isNotEmpty();
    leavesNoTrace(() ->
        refused.stream()
            .map(row -> place(row.customer(), "row-" + row.number(), row.body()))
            .toList());
  }

  @Test
  void aWriteIsSeenByAReadThatCarriesItsToken() {
    for (int i = 1; i <= 50; i++) {
      var written = place("ada", "read-your-writes-" + i, ORDER);
      var id = written.json().required("orderId").asString();
      var token = written.header("Consistency-Token");

      var order = tidemark.queries().get("/v1/orders/" + id, "Consistency-Token", token);
      assertThat(order.status()).as(order.text()).isEqualTo(200);
      var list = tidemark.queries().get("/v1/users/ada/orders?limit=1", "Consistency-Token", token);
      assertThat(list.json().path("items").path(0).path("orderId").asString("")).isEqualTo(id);
    }
  }

  @Test
  void hostileBodiesAreRefusedAndLeaveNoTrace() {
    leavesNoTrace(() ->
        HOSTILE_BODIES.entrySet().stream()
            .map(hostile -> place("ada", "hostile", hostile.getValue()))
            .toList());
  }

  @Test
  void hostilePathsAndHeadersAreRefusedAndLeaveNoTrace() {
    leavesNoTrace(() ->
        Stream.of(
                request("/v1/users/a%2F..%2Fada/orders", "application/json"),
                request("/v1/users/../users/ada/orders", "application/json"),
                request("/v1/users/ada%00/orders", "application/json"),
                request("/v1/users/%C0%AF/orders", "application/json"),
                request("/v1/users/ada;x=1/orders", "application/json"),
                request("/v1/users/ada/orders?x=1", "application/json"),
                request("/v1/users/nobody/orders", "application/json"),
                request("/v1/orders/not-an-id/payment", "application/json"),
                request("/v1/nowhere", "application/json"),
                request("/v1/users/ada/orders", "text/plain"),
                request("/v1/users/ada/orders", "application/xml"),
                request("/v1/users/ada/orders", "application/json")
                    .setHeader("Idempotency-Key", "with blank"),
                request("/v1/users/ada/orders", "application/json")
                    .setHeader("Idempotency-Key", "k".repeat(200)),
                request("/v1/users/ada/orders", "application/json").setHeader("If-Match", "one"),
                request("/v1/users/ada/orders", "application/json")
                    .setHeader("X-Correlation-Id", "c".repeat(200)))
            .map(tidemark.commands()::send)
            .toList());
  }

  private static HttpRequest.Builder request(String path, String contentType) {
    return HttpRequest.newBuilder(URI.create(tidemark.system().command().address() + path))
        .setHeader("Idempotency-Key", "hostile")
        .setHeader("Content-Type", contentType)
        .POST(BodyPublishers.ofString(ORDER));
  }

  private static void comesBack(Row row, Http.Answer placed) {
    var order =
        tidemark
            .queries()
            .get(
                "/v1/orders/" + placed.json().required("orderId").asString(),
                "Consistency-Token",
                placed.header("Consistency-Token"))
            .json();

    var line = order.required("lines").get(0);
    JsonNode sent = JSON.readTree(row.body());
    assertThat(line.path("sku")).isEqualTo(sent.required("lines").get(0).required("sku"));
    assertThat(line.path("description").asString(""))
        .isEqualTo(sent.required("lines").get(0).required("description").asString());
    assertThat(line.path("quantity").asLong()).isEqualTo(Long.parseLong(row.fields().get(4)));
    assertThat(new java.math.BigDecimal(line.path("unitPrice").asString()))
        .isEqualByComparingTo(row.fields().get(6));
    assertThat(order.path("country")).isEqualTo(sent.required("country"));
    assertThat(order.path("reference")).isEqualTo(sent.required("reference"));
    assertThat(order.path("placedAt")).isEqualTo(sent.required("occurredAt"));
  }

  private static Stream<Row> rows() {
    var records = Csv.records(RetailInput.badRows());
    return IntStream.range(0, records.size()).mapToObj(i -> new Row(i + 2, records.get(i)));
  }

  private static void leavesNoTrace(java.util.function.Supplier<List<Http.Answer>> requests) {
    var before = tidemark.endOfLog();
    for (var answer : requests.get()) {
      assertThat(answer.status())
          .as(answer.response().uri() + ": " + answer.text())
          .isBetween(400, 499);
    }
    assertThat(tidemark.endOfLog()).isEqualTo(before);
  }

  private static void register(String username) {
    var answer =
        tidemark
            .commands()
            .post(
                "/v1/users",
                "{\"username\":\"%s\"}".formatted(username),
                "Idempotency-Key",
                "register-" + username);
    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
  }

  private static Http.Answer place(String username, String key, String body) {
    return tidemark
        .commands()
        .post("/v1/users/" + username + "/orders", body, "Idempotency-Key", key);
  }
}
