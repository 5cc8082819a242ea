package dev.tidemark.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.localstack.LocalStack;
import dev.tidemark.query.RunningQueries.Got;
import io.swagger.v3.oas.models.SpecVersion;
import io.swagger.v3.parser.OpenAPIV3Parser;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The description says what the service does: no more, no less.
class DescriptionIT {
  /// Those of other services stand there too.
  private static final Pattern ROUTE =
      Pattern.compile("^\\| `GET (/v1/(?!admin/)[^?`]*)", Pattern.MULTILINE);

  private static final String NOBODY = "01313be2-8a00-7000-8000-000000000000";

  private static Tables tables;
  private static RunningQueries queries;
  private static ApiDescription described;

  @BeforeAll
  static void start() throws Exception {
    var postgres = LocalStack.shared().postgres();
    String url = postgres.createDatabase("description");
    tables = Tables.create(postgres, url, "views_g1");
    queries = new RunningQueries(postgres, url, RunningQueries.redisOfNobody(), Map.of());
    Whole.write(tables);
    described = new ApiDescription(queries.get("/openapi.json").body());
  }

  @AfterAll
  static void stop() throws Exception {
    queries.close();
    tables.close();
  }

  @Test
  void everyAnswerIsAsDescribedAndEveryFieldDescribedIsAnswered() throws Exception {
    check("/v1/users/{username}", "");
    check("/v1/users/{username}/orders", "");
    check("/v1/users/{username}/sessions", "");
    check("/v1/users/{username}/events", "");
    check("/v1/sessions/{id}", "");
    check("/v1/sessions/{id}/events", "");
    check("/v1/orders/{id}", "");
    check("/v1/orders/{id}/events", "");
    check("/v1/orders", "");
    check("/v1/orders", "?id=" + Whole.ORDER.orderId() + "&id=" + NOBODY);
    check("/v1/sales", "?by=country,month,customer");
    check("/v1/counts", "");
    pages();
    refusals();
    assertThat(described.unseen()).isEmpty();
  }

  @Test
  void whatIsNotDescribedIsNoticed() throws Exception {
    var body = (ObjectNode) queries.get("/v1/counts").body();
    body.put("orders", "many").put("more", 1);
    assertThat(described.undescribed("/v1/counts", 200, "application/json", body)).hasSize(2);
  }

  /// A reader by other people, who know the specification: it has a word for all that does not
  /// belong there.
  @Test
  void strangersReadItAsOpenApi() throws Exception {
    String text = queries.text("/openapi.json").body();
    var read = new OpenAPIV3Parser().readContents(text);
    assertThat(read.getMessages()).isEmpty();
    assertThat(read.getOpenAPI().getSpecVersion()).isEqualTo(SpecVersion.V31);
    assertThat(read.getOpenAPI().getPaths().keySet())
        .containsExactlyElementsOf(described.document.get("paths").propertyNames());

    String broken = text.replaceFirst("\"summary\"", "\"sumary\"");
    assertThat(new OpenAPIV3Parser().readContents(broken).getMessages())
        .singleElement()
        .asString()
        .contains("sumary");
  }

  @Test
  void theHandbookAndTheDescriptionKnowTheSameRoutes() throws Exception {
    String handbook =
        Files.readString(Path.of(System.getProperty("tidemark.home", ".."), "docs", "http-api.md"));
    var written =
        ROUTE
            .matcher(handbook)
            .results()
            .map(found -> "GET " + found.group(1))
            .collect(Collectors.toCollection(TreeSet::new));
    written.addAll(List.of("GET /openapi.json", "GET /docs"));
    assertThat(described.operations()).isEqualTo(written);
  }

  @Test
  void everyOperationSaysWhatItTakes() {
    for (String operation : described.operations()) {
      String path = operation.substring("GET ".length());
      JsonNode get = described.operation("get", path);
      assertThat(get.path("summary").asString()).as(path).isNotBlank();
      assertThat(get.path("x-role").asString()).as(path).isNotBlank();
      var inPath =
          get.path("parameters")
              .valueStream()
              .filter(parameter -> parameter.get("in").asString().equals("path"))
              .map(parameter -> parameter.get("name").asString())
              .toList();
      var inBraces =
          Pattern.compile("\\{(.*?)}").matcher(path).results().map(name -> name.group(1)).toList();
      assertThat(inPath).as(path).isEqualTo(inBraces);
    }
  }

  /// Whether a value is valid is another question: only the name must be known.
  @Test
  void parametersAreKnownIfAndOnlyIfTheyAreDescribed() throws Exception {
    for (String path : described.reads()) {
      var names =
          described
              .operation("get", path)
              .path("parameters")
              .valueStream()
              .filter(parameter -> parameter.get("in").asString().equals("query"))
              .map(parameter -> parameter.get("name").asString())
              .toList();
      for (String name : names) {
        assertThat(queries.text(target(path) + "?" + name + "=").body())
            .as(path + " " + name)
            .doesNotContain("but there is another", "Expected no query parameters");
      }
      assertThat(queries.text(target(path) + "?undescribed=").statusCode()).isEqualTo(400);
    }
  }

  @Test
  void thePageShowsEveryOperationAndLoadsNothing() throws Exception {
    var page = queries.text("/docs");
    assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
        .startsWith("default-src 'none'; style-src 'sha256-");
    assertThat(page.body()).doesNotContain("<script", "http://", "https://", "src=", "style=");
    for (String operation : described.operations()) {
      assertThat(page.body()).contains("</span>" + operation.substring("GET ".length()) + "<");
    }
  }

  private static void pages() throws Exception {
    tables.order(Samples.order("anna", Samples.NOON), 0, 2);
    tables.session(Samples.session("anna", Samples.NOON), 0, 2);
    tables.event(Whole.second(), 0, 2);
    check("/v1/users/{username}/orders", "?limit=1");
    check("/v1/users/{username}/sessions", "?limit=1");
    check("/v1/users/{username}/events", "?limit=1");
    check("/v1/orders", "?limit=1");
  }

  private static void refusals() throws Exception {
    Got refused = queries.get("/v1/orders?limit=0");
    assertThat(described.undescribed("/v1/orders", 400, "application/problem+json", refused.body()))
        .isEmpty();
    Got absent = queries.get("/v1/orders/" + NOBODY);
    assertThat(
            described.undescribed(
                "/v1/orders/{id}", 404, "application/problem+json", absent.body()))
        .isEmpty();
  }

  private static void check(String path, String query) throws Exception {
    Got answer = queries.get(target(path) + query);
    assertThat(answer.status()).as(path + " " + answer.body()).isEqualTo(200);
    assertThat(described.undescribed(path, 200, "application/json", answer.body())).isEmpty();
  }

  private static String target(String path) {
    String id =
        path.startsWith("/v1/sessions")
            ? Whole.SESSION.sessionId().toString()
            : Whole.ORDER.orderId().toString();
    return path.replace("{username}", Whole.USER.username().value()).replace("{id}", id);
  }
}
