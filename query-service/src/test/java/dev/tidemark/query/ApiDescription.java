package dev.tidemark.query;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// `/openapi.json`, with what of an answer it does not describe, and what of it no answer had.
final class ApiDescription {
  private static final String IRI = "https://tidemark.dev/openapi.json";
  private static final JsonMapper JSON = JsonMapper.builder().build();

  final JsonNode document;

  private final SchemaRegistry registry;
  private final Set<String> seen = new TreeSet<>();

  /// Clients ignore fields that they do not know, so the description leaves room for them. Here
  /// there is none.
  ApiDescription(JsonNode document) {
    this.document = document.deepCopy();
    for (JsonNode schema : this.document.at("/components/schemas")) {
      if (schema.has("properties")) {
        ((ObjectNode) schema).put("additionalProperties", false);
      }
    }
    this.registry =
        SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12,
            builder -> builder.schemas(Map.of(IRI, JSON.writeValueAsString(this.document))));
  }

  /// The paths with the methods that they know, such as `GET /v1/orders`.
  Set<String> operations() {
    return document
        .get("paths")
        .propertyStream()
        .flatMap(path ->
            path.getValue().propertyNames().stream()
                .map(method -> method.toUpperCase(java.util.Locale.ROOT) + " " + path.getKey()))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /// The paths that answer a GET with JSON of ours.
  List<String> reads() {
    return document
        .get("paths")
        .propertyStream()
        .filter(path -> path.getKey().startsWith("/v1/"))
        .filter(
            path -> path.getValue().at("/get/responses/200/content/application~1json").isObject())
        .map(Map.Entry::getKey)
        .toList();
  }

  JsonNode operation(String method, String path) {
    return document.get("paths").get(path).get(method);
  }

  /// What of the answer is not as described; empty if all is well.
  Stream<String> undescribed(String path, int status, String mediaType, JsonNode answer) {
    String place =
        "/paths/%s/get/responses/%d/content/%s/schema"
            .formatted(path.replace("/", "~1"), status, mediaType.replace("/", "~1"));
    JsonNode described = document.at(place);
    if (described.isMissingNode()) {
      return Stream.of("Expected " + place + " to be described");
    }
    note(described, answer);
    // Braces of a path are not allowed in a fragment.
    String fragment = place.replace("{", "%7B").replace("}", "%7D");
    Schema schema = registry.getSchema(SchemaLocation.of(IRI + "#" + fragment));
    return schema.validate(answer).stream()
        .map(error -> path + error.getInstanceLocation() + ": " + error.getMessage());
  }

  /// Fields that are described, but were in no answer.
  Set<String> unseen() {
    var described = new TreeSet<String>();
    document
        .at("/components/schemas")
        .forEachEntry((name, schema) ->
            schema
                .path("properties")
                .propertyNames()
                .forEach(field -> described.add(name + "." + field)));
    described.removeAll(seen);
    return described;
  }

  private void note(JsonNode schema, JsonNode value) {
    if (schema.has("$ref")) {
      String place = schema.get("$ref").asString().substring(1);
      JsonNode named = document.at(place);
      String name = place.substring(place.lastIndexOf('/') + 1);
      value.propertyNames().forEach(field -> seen.add(name + "." + field));
      note(named, value);
    } else if (value.isArray()) {
      value.forEach(item -> note(schema.path("items"), item));
    } else {
      value.forEachEntry((field, part) -> note(schema.path("properties").path(field), part));
    }
  }
}
