package dev.tidemark.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.command.given.ArchiveLines;
import dev.tidemark.command.given.Client;
import dev.tidemark.command.given.Client.Told;
import dev.tidemark.command.given.CommandProcess;
import dev.tidemark.events.archive.Prefix;
import dev.tidemark.events.value.Username;
import io.swagger.v3.oas.models.SpecVersion;
import io.swagger.v3.parser.OpenAPIV3Parser;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// `/openapi.json` of the command service says what its routes answer.
class CommandDescriptionIT {
  private static final String ORDER =
      "{\"currency\":\"GBP\",\"lines\":[{\"sku\":\"tea\",\"quantity\":1,\"unitPrice\":\"3\"}]}";

  @TempDir static Path directory;
  private static CommandProcess process;
  private static Client client;
  private static JsonNode described;

  private final Set<String> checked = new HashSet<>();

  @BeforeAll
  static void start() throws Exception {
    process = new CommandProcess(directory);
    client = process.client();
    described = client.send("GET", "/openapi.json", "").json();
  }

  @AfterAll
  static void stop() {
    process.close();
  }

  @Test
  void everyAnswerHasTheFieldsThatAreDescribed() throws Exception {
    check("post", "/v1/users", "", "{\"username\":\"olga\"}");
    check("patch", "/v1/users/{username}", "olga", "{\"country\":\"France\"}");
    check("post", "/v1/users/{username}/deactivation", "olga", "{\"reason\":\"away\"}");
    check("post", "/v1/users/{username}/reactivation", "olga", "");
    Told started = check("post", "/v1/users/{username}/sessions", "olga", "{\"ttlSeconds\":60}");
    check("post", "/v1/sessions/{id}/touch", started.text("sessionId"), "");
    check("delete", "/v1/sessions/{id}", started.text("sessionId"), "");
    String order = check("post", "/v1/users/{username}/orders", "olga", ORDER).text("orderId");
    check("post", "/v1/orders/{id}/payment", order, "");
    check("post", "/v1/orders/{id}/shipment", order, "{\"carrier\":\"DHL\"}");
    check("post", "/v1/orders/{id}/delivery", order, "");
    check("post", "/v1/orders/{id}/refunds", order, "{\"amount\":\"1\"}");
    String other = client.post("o2", "/v1/users/olga/orders", ORDER).text("orderId");
    check("post", "/v1/orders/{id}/cancellation", other, "{\"reason\":\"twice\"}");
    check("get", "/v1/admin/shards", "", "");
    checkImport();

    checked.add("post /v1/commands");
    checked.add("get /openapi.json");
    checked.add("get /docs");
    assertThat(checked).isEqualTo(operations());
  }

  @Test
  void strangersReadItAsOpenApi() throws Exception {
    var read = new OpenAPIV3Parser().readContents(described.toString());

    assertThat(read.getMessages()).isEmpty();
    assertThat(read.getOpenAPI().getSpecVersion()).isEqualTo(SpecVersion.V31);
    assertThat(read.getOpenAPI().getPaths().keySet())
        .containsExactlyElementsOf(described.get("paths").propertyNames());
  }

  @Test
  void aLineOfManyIsDescribed() throws Exception {
    String line =
        "{\"command\":\"user.register\",\"idempotencyKey\":\"k\",\"body\":{\"username\":\"pia\"}}";
    client.bulk(line);
    JsonNode replayed = client.bulk(line).json();

    JsonNode schema = described.at("/components/schemas/BulkAnswerLine/properties");
    assertThat(schema.propertyNames())
        .containsExactlyInAnyOrderElementsOf(replayed.propertyNames());
    assertThat(described.at("/components/schemas/BulkLine/properties").propertyNames())
        .contains("command", "idempotencyKey", "body", "username", "orderId", "sessionId");
  }

  @Test
  void aCreateNeedsItsKey() {
    for (JsonNode parameter : described.at("/paths/~1v1~1users/post/parameters")) {
      boolean isKey = parameter.get("name").asString().equals("Idempotency-Key");
      assertThat(parameter.get("required").asBoolean()).isEqualTo(isKey);
    }
  }

  /// Into a shard that nothing else of this test is about.
  private void checkImport() throws Exception {
    int shards = client.send("GET", "/v1/admin/imports/0", "").json().get("shards").intValue();
    var others = Stream.of("olga", "pia").map(name -> new Username(name).slot().shard(shards));
    var taken = others.collect(Collectors.toSet());
    var imported =
        IntStream.range(0, 1_000)
            .mapToObj(i -> new Username("imported-" + i))
            .filter(username -> !taken.contains(username.slot().shard(shards)))
            .findFirst()
            .orElseThrow();
    String shard = "/v1/admin/imports/" + imported.slot().shard(shards);
    String path = "/v1/admin/imports/{shard}";
    String line = ArchiveLines.registered(imported);
    Prefix whole = Prefix.NONE.and(line.getBytes(UTF_8));

    Told begun = client.send("POST", shard + "/beginning?source=a-log", "");
    described("post", path + "/beginning", begun);
    String page = "%s/events/users.events?events=0&sha256=%s".formatted(shard, "0".repeat(64));
    described("post", path + "/events/{topic}", client.lines(page, line));
    described("get", path, client.send("GET", shard, ""));
    String none = "{\"events\":0,\"sha256\":\"%s\"}".formatted(Prefix.NONE.sha256());
    String ending =
        "{\"users\":{\"events\":1,\"sha256\":\"%s\"},\"sessions\":%s,\"orders\":%s}"
            .formatted(whole.sha256(), none, none);
    Told ended = client.send("POST", shard + "/ending", ending);
    described("post", path + "/ending", ended);
    assertThat(ended.json().at("/imported/ended").booleanValue()).isTrue();
    var again = client.post("again", "/v1/users", "{\"username\":\"%s\"}".formatted(imported));
    assertThat(again.text("code")).isEqualTo("username-taken");
  }

  private Told check(String method, String path, String target, String body) throws Exception {
    String address = path.replace("{username}", target).replace("{id}", target);
    Told told =
        client.send(
            method.toUpperCase(java.util.Locale.ROOT), address, body, "Idempotency-Key", path);
    described(method, path, told);
    return told;
  }

  private void described(String method, String path, Told told) {
    checked.add(method + " " + path);
    String place =
        "/paths/%s/%s/responses/%d/content/application~1json/schema/$ref"
            .formatted(path.replace("/", "~1"), method, told.status());
    JsonNode schema = described.at(described.at(place).asString("#none").substring(1));
    assertThat(schema.path("properties").propertyNames())
        .as("%s %s: %s", method, path, told.body())
        .containsExactlyInAnyOrderElementsOf(told.json().propertyNames());
  }

  private static Set<String> operations() {
    var operations = new TreeSet<String>();
    described
        .get("paths")
        .forEachEntry((path, methods) ->
            methods.propertyNames().forEach(method -> operations.add(method + " " + path)));
    return operations;
  }
}
