package dev.tidemark.runtime.openapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.runtime.api.Description;
import dev.tidemark.runtime.api.Parameter;
import dev.tidemark.runtime.api.Shape;
import dev.tidemark.runtime.http.Answer;
import dev.tidemark.runtime.http.Role;
import dev.tidemark.runtime.http.Route;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class ApiDocsTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final About ABOUT = new About("Things <&>", "What there is");

  private enum Colour {
    RED,
    LIGHT_BLUE
  }

  private record Name(String value) {}

  private record Thing(
      Name name, @Nullable Colour colour, List<Instant> seen, Map<String, Long> counts) {}

  private final Route route =
      Route.of(Route.Method.GET, "/v1/things/{name}/parts", Role.AUDITOR, _ -> Answer.empty(204))
          .described(
              Description.of("Parts of a thing")
                  .with(Parameter.path("name", Name.class, "Its name"))
                  .with(Parameter.query("n", new Shape.Whole(1, 9), "How many").repeatable())
                  .answers(200, "Parts", new Shape.Many(Shape.of(Thing.class)))
                  .says("ETag", "Its version")
                  .refuses(404));

  @Test
  void aRouteIsDescribedByWhatItSaysOfItself() {
    JsonNode operation = document(route).at("/paths/~1v1~1things~1{name}~1parts/get");

    assertThat(operation.get("operationId").asString()).isEqualTo("getThingsNameParts");
    assertThat(operation.get("x-role").asString()).isEqualTo("auditor");
    assertThat(operation.get("parameters").get(0).toString())
        .isEqualTo(
            "{\"name\":\"name\",\"in\":\"path\",\"description\":\"Its name\",\"required\":true,"
                + "\"schema\":{\"$ref\":\"#/components/schemas/Name\"}}");
    assertThat(operation.get("parameters").get(1).get("schema").toString())
        .isEqualTo(
            "{\"type\":\"array\",\"items\":{\"type\":\"integer\",\"minimum\":1,\"maximum\":9}}");
    assertThat(operation.get("responses").propertyNames()).containsExactly("200", "404");
    assertThat(operation.at("/responses/200/headers").propertyNames()).containsExactly("ETag");
    assertThat(
            operation.at("/responses/404/content/application~1problem+json/schema/$ref").asString())
        .isEqualTo("#/components/schemas/Problem");
  }

  @Test
  void aRecordIsAnObjectWhoseFieldsAreRequiredUnlessTheyMayBeNull() {
    JsonNode schemas = document(route).at("/components/schemas");

    assertThat(schemas.get("Thing").toString())
        .isEqualTo(
            "{\"type\":\"object\",\"properties\":{\"name\":{\"$ref\":\"#/components/schemas/Name\"},"
                + "\"colour\":{\"$ref\":\"#/components/schemas/Colour\"},\"seen\":{\"type\":\"array\","
                + "\"items\":{\"type\":\"string\",\"format\":\"date-time\"}},\"counts\":{\"type\":"
                + "\"object\",\"additionalProperties\":{\"type\":\"integer\"}}},\"required\":[\"name\","
                + "\"seen\",\"counts\"]}");
    assertThat(schemas.get("Colour").toString())
        .isEqualTo("{\"type\":\"string\",\"enum\":[\"red\",\"light_blue\"]}");
  }

  @Test
  void aRecordMayBeShownWithoutSomeFields() {
    var bare = new Shape.Of(Thing.class, "BareThing", Set.of("seen", "counts", "colour"));
    JsonNode schemas = document(answering(bare)).at("/components/schemas");

    assertThat(schemas.get("BareThing").get("properties").propertyNames()).containsExactly("name");
    assertThat(schemas.has("Thing")).isFalse();
  }

  @Test
  void oneNameForTwoSchemasIsRefused() {
    var other = new Shape.Fields("Thing", Map.of("x", Shape.text()), Map.of());

    assertThatThrownBy(() -> document(route, answering(other)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("Expected one schema called Thing");
  }

  @Test
  void aTypeThatNobodyDescribesIsRefused() {
    assertThatThrownBy(() -> document(answering(Shape.of(Thread.class))))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void thePageShowsTextAsText() {
    var page = new DocsPage((ObjectNode) document(route));

    assertThat(page.html())
        .contains("<h1>Things &lt;&amp;&gt;</h1>", "/v1/things/{name}/parts")
        .doesNotContain("<&>");
  }

  @Test
  void whatDescribesIsServedAndDescribedToo() {
    List<Route> all = ApiDocs.added(List.of(route), ABOUT, values());

    assertThat(all).extracting(Route::path).containsExactly(route.path(), "/openapi.json", "/docs");
  }

  private static Route answering(Shape shape) {
    return Route.of(Route.Method.GET, "/v1/other", Role.CLIENT, _ -> Answer.empty(204))
        .described(Description.of("Another").answers(200, "It", shape));
  }

  private static JsonNode document(Route... routes) {
    return OpenApi.document(ABOUT, List.of(routes), values());
  }

  private static Map<Class<?>, ObjectNode> values() {
    return Map.of(Name.class, JSON.createObjectNode().put("type", "string"));
  }
}
