package dev.tidemark.runtime.openapi;

import dev.tidemark.runtime.api.Description;
import dev.tidemark.runtime.api.Parameter;
import dev.tidemark.runtime.api.Shape;
import dev.tidemark.runtime.http.Route;
import dev.tidemark.runtime.problem.ProblemJson;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// An OpenAPI 3.1 document, built from routes: what is served is described, and nothing else.
final class OpenApi {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final Pattern IN_BRACES = Pattern.compile("\\{[^}]*}");
  private static final Pattern SEPARATORS = Pattern.compile("[^a-z0-9]+([a-z0-9])");

  /// RFC 9457, as [ProblemJson] writes it.
  private static final Shape PROBLEM =
      new Shape.Fields(
          "Problem",
          inOrder(
              "type", Shape.text(),
              "title", Shape.text(),
              "status", new Shape.Whole(400, 599),
              "code", Shape.text(),
              "detail", Shape.text()),
          inOrder(
              "instance",
              Shape.text(),
              "errors",
              new Shape.Many(
                  new Shape.Fields(
                      "FieldError",
                      inOrder("field", Shape.text(), "rule", Shape.text()),
                      Map.of()))));

  private final Schemas schemas;
  private final ObjectNode document = MAPPER.createObjectNode();

  private OpenApi(Schemas schemas) {
    this.schemas = schemas;
  }

  /// @param values the schemas of value types
  static ObjectNode document(About about, List<Route> routes, Map<Class<?>, ObjectNode> values) {
    var open = new OpenApi(new Schemas(values));
    open.document.put("openapi", "3.1.0");
    open.document
        .putObject("info")
        .put("title", about.title())
        .put("summary", about.summary())
        .put("version", "1");
    ObjectNode paths = open.document.putObject("paths");
    for (Route route : routes) {
      ObjectNode path = paths.withObjectProperty(route.path());
      path.set(route.method().name().toLowerCase(Locale.ROOT), open.operation(route));
    }
    ObjectNode components = open.document.putObject("components").putObject("schemas");
    open.schemas.named().forEach(components::set);
    return open.document;
  }

  private ObjectNode operation(Route route) {
    Description description = route.description();
    ObjectNode operation =
        MAPPER
            .createObjectNode()
            .put("operationId", operationId(route))
            .put("summary", description.summary())
            .put("x-role", route.role().name().toLowerCase(Locale.ROOT));
    if (!description.parameters().isEmpty()) {
      var parameters = operation.putArray("parameters");
      description.parameters().forEach(parameter -> parameters.add(parameter(parameter)));
    }
    if (!route.mediaType().isEmpty()) {
      ObjectNode body = operation.putObject("requestBody").putObject("content");
      ObjectNode content = body.putObject(route.mediaType());
      description.body().ifPresent(shape -> content.set("schema", schemas.of(shape)));
    }
    ObjectNode responses = operation.putObject("responses");
    description
        .answers()
        .forEach((status, answered) ->
            responses.set(Integer.toString(status), response(description, answered)));
    description
        .problems()
        .forEach(status -> responses.set(Integer.toString(status), problem(status)));
    return operation;
  }

  private ObjectNode parameter(Parameter parameter) {
    ObjectNode node =
        MAPPER
            .createObjectNode()
            .put("name", parameter.name())
            .put("in", parameter.in().name().toLowerCase(Locale.ROOT))
            .put("description", parameter.summary())
            .put("required", parameter.required());
    ObjectNode schema = schemas.of(parameter.shape());
    if (parameter.repeated()) {
      node.put("style", "form").put("explode", true);
      node.putObject("schema").put("type", "array").set("items", schema);
    } else {
      node.set("schema", schema);
    }
    return node;
  }

  private ObjectNode response(Description description, Description.Answered answered) {
    ObjectNode node = MAPPER.createObjectNode().put("description", answered.summary());
    ObjectNode headers = MAPPER.createObjectNode();
    description
        .answerHeaders()
        .forEach((name, meaning) ->
            headers
                .putObject(name)
                .put("description", meaning)
                .set("schema", schemas.of(Shape.text())));
    if (!headers.isEmpty()) {
      node.set("headers", headers);
    }
    if (!answered.mediaType().isEmpty()) {
      ObjectNode content = node.putObject("content").putObject(answered.mediaType());
      answered.shape().ifPresent(shape -> content.set("schema", schemas.of(shape)));
    }
    return node;
  }

  private ObjectNode problem(int status) {
    ObjectNode node = MAPPER.createObjectNode().put("description", Problems.meaning(status));
    node.putObject("content").putObject(ProblemJson.MEDIA_TYPE).set("schema", schemas.of(PROBLEM));
    return node;
  }

  /// Such as `getUsersUsernameOrders`.
  private static String operationId(Route route) {
    String path =
        IN_BRACES
            .matcher(route.path().replaceFirst("^/v1", ""))
            .replaceAll(name -> name.group().substring(1, name.group().length() - 1));
    return route.method().name().toLowerCase(Locale.ROOT)
        + SEPARATORS.matcher(path).replaceAll(next -> next.group(1).toUpperCase(Locale.ROOT));
  }

  private static Map<String, Shape> inOrder(Object... namesAndShapes) {
    var fields = new LinkedHashMap<String, Shape>();
    for (int i = 0; i < namesAndShapes.length; i += 2) {
      fields.put((String) namesAndShapes[i], (Shape) namesAndShapes[i + 1]);
    }
    return fields;
  }
}
