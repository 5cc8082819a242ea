package dev.tidemark.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.command.given.Client;
import dev.tidemark.command.given.Client.Told;
import dev.tidemark.command.given.CommandProcess;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Whatever bad clients send gets a clear answer and leaves no trace in the log.
class HostileInputIT {
  private static final String LINE = "{\"sku\":\"a\",\"quantity\":1,\"unitPrice\":\"1\"}";
  private static final String JSON = "application/json";

  @TempDir static Path directory;
  private static CommandProcess process;
  private static Client client;
  private static Map<TopicPartition, Long> ends;

  @BeforeAll
  static void start() throws Exception {
    process = new CommandProcess(directory);
    client = process.client();
    assertThat(client.post("k", "/v1/users", "{\"username\":\"victim\"}").status()).isEqualTo(201);
    ends = process.events().ends();
  }

  @AfterAll
  static void nothingOfItIsInTheLog() {
    try (var closing = process) {
      assertThat(closing.events().ends()).isEqualTo(ends);
    }
  }

  private static HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(client.base() + path))
        .header("Idempotency-Key", "hostile");
  }

  private static Told send(String path, String contentType, byte[] body) throws Exception {
    return client.send(
        request(path)
            .header("Content-Type", contentType)
            .POST(BodyPublishers.ofByteArray(body))
            .build());
  }

  private static Told order(String body) throws Exception {
    return send("/v1/users/victim/orders", JSON, body.getBytes(StandardCharsets.UTF_8));
  }

  private static void assertRefused(Told told, int status) {
    assertThat(told.status()).as(told.body()).isEqualTo(status);
    assertThat(told.header("Content-Type")).hasValue("application/problem+json");
    assertThat(told.text("detail")).contains("Expected");
  }

  private static void assertNamed(String field, Told told) {
    assertRefused(told, 400);
    assertThat(told.json().get("errors").get(0).get("field").stringValue()).isEqualTo(field);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{",
        "[]",
        "null",
        "1",
        "\"x\"",
        "{} {}",
        "{\"currency\":\"GBP\",}",
        "{\"currency\":\"GBP\",\"currency\":\"EUR\"}",
        "{'currency':'GBP'}",
        "{\"currency\":NaN}",
        "{/* */}",
        "\uFEFF{}",
        "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]"
      })
  void jsonThatIsNone(String body) throws Exception {
    assertRefused(order(body), 400);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "currency    | {'currency':'gbp','lines':[LINE]}",
        "currency    | {'currency':1,'lines':[LINE]}",
        "currency    | {'lines':[LINE]}",
        "currency    | {'currency':null,'lines':[LINE]}",
        "lines       | {'currency':'GBP'}",
        "lines       | {'currency':'GBP','lines':[]}",
        "lines       | {'currency':'GBP','lines':{}}",
        "lines[0]    | {'currency':'GBP','lines':[null]}",
        "total       | {'currency':'GBP','total':'1','lines':[LINE]}",
        "country     | {'currency':'GBP','country':'<script>','lines':[LINE]}",
        "reference   | {'currency':'GBP','reference':'a\\nb','lines':[LINE]}",
        "occurredAt  | {'currency':'GBP','occurredAt':'2999-01-01T00:00:00Z','lines':[LINE]}",
        "occurredAt  | {'currency':'GBP','occurredAt':'1969-12-31T23:59:59Z','lines':[LINE]}",
        "occurredAt  | {'currency':'GBP','occurredAt':1300000000,'lines':[LINE]}",
        "occurredAt  | {'currency':'GBP','occurredAt':'yesterday','lines':[LINE]}",
      })
  void fieldsOfAnOrderThatDoNotFitAreNamed(String field, String body) throws Exception {
    assertNamed(field, order(body.replace('\'', '"').replace("LINE", LINE)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "quantity    | {'sku':'a','unitPrice':'1'}",
        "quantity    | {'sku':'a','unitPrice':'1','quantity':0}",
        "quantity    | {'sku':'a','unitPrice':'1','quantity':-1}",
        "quantity    | {'sku':'a','unitPrice':'1','quantity':1.5}",
        "quantity    | {'sku':'a','unitPrice':'1','quantity':'1'}",
        "quantity    | {'sku':'a','unitPrice':'1','quantity':1e9}",
        "quantity    | {'sku':'a','unitPrice':'1','quantity':99999999999999999999}",
        "quantity    | {'sku':'a','unitPrice':'1','quantity':true}",
        "unitPrice   | {'sku':'a','quantity':1,'unitPrice':1}",
        "unitPrice   | {'sku':'a','quantity':1,'unitPrice':'0.00'}",
        "unitPrice   | {'sku':'a','quantity':1,'unitPrice':'-1'}",
        "unitPrice   | {'sku':'a','quantity':1,'unitPrice':'1e3'}",
        "unitPrice   | {'sku':'a','quantity':1,'unitPrice':'1.00001'}",
        "sku         | {'sku':' a','quantity':1,'unitPrice':'1'}",
        "sku         | {'sku':'a\\u0000','quantity':1,'unitPrice':'1'}",
        "description | {'sku':'a','quantity':1,'unitPrice':'1','description':'\\ud800'}",
        "price       | {'sku':'a','quantity':1,'unitPrice':'1','price':'1'}",
      })
  void fieldsOfALineThatDoNotFitAreNamed(String field, String line) throws Exception {
    String lines = LINE + "," + line.replace('\'', '"');

    assertNamed("lines[1]." + field, order("{\"currency\":\"GBP\",\"lines\":[" + lines + "]}"));
  }

  @Test
  void aSumThatNoAmountCanHold() throws Exception {
    String line = "{\"sku\":\"a\",\"quantity\":1000000,\"unitPrice\":\"999999999999999\"}";

    assertRefused(order("{\"currency\":\"GBP\",\"lines\":[" + line + "]}"), 400);
  }

  @Test
  void bytesThatAreNotUtf8() throws Exception {
    byte[] body = "{\"username\":\"\u00e9\"}".getBytes(StandardCharsets.ISO_8859_1);

    assertRefused(send("/v1/users", JSON, body), 400);
  }

  @Test
  void bodiesBeyondTheLimit() throws Exception {
    assertRefused(send("/v1/users/victim/orders", JSON, new byte[10_000_000]), 413);
    String lines = "x\n".repeat(1_001);
    assertRefused(
        send("/v1/commands", "application/x-ndjson", lines.getBytes(StandardCharsets.UTF_8)), 413);
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/plain", "application/xml", "application/json; charset=latin1"})
  void anotherContentType(String contentType) throws Exception {
    byte[] body = "{\"username\":\"x\"}".getBytes(StandardCharsets.UTF_8);

    assertRefused(send("/v1/users", contentType, body), 415);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1/users/a%2F..%2Fb/deactivation",
        "/v1/users/..%2Fvictim/deactivation",
        "/v1/users/%2e%2e/deactivation",
        "/v1/users/a%00b/deactivation",
        "/v1/users/a%0d%0ab/deactivation",
        "/v1/users/%ff/deactivation",
        "/v1/users/a;b/deactivation",
        "/v1/users/a%20b/deactivation",
        "/v1/orders/not-an-id/payment",
        "/v1/orders/01900000-0000-4000-8000-000000000000/payment",
        "/v1/orders/01900000-0000-7000-8000-00000000000G/payment",
        "/v1/users/victim/deactivation?force=true"
      })
  void pathsThatLeadElsewhere(String path) throws Exception {
    Told told = client.send(request(path).POST(BodyPublishers.noBody()).build());

    assertThat(told.status()).as(told.body()).isBetween(400, 404);
  }

  @ParameterizedTest
  @CsvSource({
    "Idempotency-Key, a b",
    "Idempotency-Key, expire:x",
    "If-Match, 3",
    "If-Match, w/\"3\"",
    "If-Match, \"0\"",
    "If-Match, \"99999999999999999999\""
  })
  void headersThatCannotBeMeant(String name, String value) throws Exception {
    Told told = client.send("POST", "/v1/users/victim/deactivation", "", name, value);

    assertNamed(name, told);
  }

  @Test
  void createsWithoutAKey() throws Exception {
    assertRefused(client.send("POST", "/v1/users", "{\"username\":\"x\"}"), 400);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{\"command\":\"order.place\"",
        "{\"command\":\"order.place\",\"idempotencyKey\":\"k\",\"username\":\"victim\",\"body\":[]}",
        "{\"command\":\"drop.table\",\"idempotencyKey\":\"k\",\"username\":\"victim\"}",
        "{\"command\":\"user.deactivate\",\"username\":\"victim\"}",
        "{\"command\":\"user.deactivate\",\"idempotencyKey\":\"a b\",\"username\":\"victim\"}",
        "{\"command\":\"user.deactivate\",\"idempotencyKey\":\"k\",\"username\":\"vic/tim\"}",
        "{\"command\":\"user.deactivate\",\"idempotencyKey\":\"k\",\"orderId\":\"victim\"}",
        "{\"command\":\"user.deactivate\",\"idempotencyKey\":\"k\",\"username\":\"victim\",\"x\":1}",
        "{\"command\":\"user.deactivate\",\"idempotencyKey\":\"k\",\"username\":\"victim\",\"ifMatch\":0}",
        "{\"command\":\"user.deactivate\",\"idempotencyKey\":\"k\",\"username\":\"victim\",\"ifMatch\":\"1\"}",
        "{\"command\":\"user.deactivate\",\"idempotencyKey\":\"k\",\"username\":\"victim\",\"body\":{\"x\":1}}"
      })
  void linesThatCannotBeMeant(String line) throws Exception {
    Told told = client.bulk(line, "");

    String answer = told.status() == 400 ? told.body() : told.body().lines().findFirst().get();
    assertThat(answer).contains("\"status\":400").contains("Expected");
  }
}
