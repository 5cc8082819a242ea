package dev.tidemark.runtime.problem;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// A problem as `application/problem+json`. Thread-safe.
public final class ProblemJson {
  public static final String MEDIA_TYPE = "application/problem+json";

  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private ProblemJson() {}

  /// @param instance the path of the request; empty if it is not known
  public static byte[] bytes(Problem problem, String instance) {
    return MAPPER.writeValueAsBytes(node(problem, instance));
  }

  /// For embedding in the answer to one of many commands.
  public static ObjectNode node(Problem problem, String instance) {
    ObjectNode node = MAPPER.createObjectNode();
    node.put("type", Problem.TYPE_BASE + problem.code());
    node.put("title", problem.title());
    node.put("status", problem.status());
    node.put("code", problem.code());
    node.put("detail", problem.detail());
    if (!instance.isEmpty()) {
      node.put("instance", instance);
    }
    if (!problem.errors().isEmpty()) {
      ArrayNode errors = node.putArray("errors");
      for (FieldError error : problem.errors()) {
        errors.addObject().put("field", error.field()).put("rule", error.rule());
      }
    }
    return node;
  }
}
