package dev.tidemark.command.http;

import dev.tidemark.runtime.problem.Problem;
import java.util.function.Function;
import tools.jackson.databind.node.ObjectNode;

/// A command as a client wrote it.
///
/// @param target whom it is for: a username, a session id or an order id
/// @param targetField what that is called in the request, for refusals
/// @param body its fields
/// @param bodyAt where the body stands in the request: empty, or `body`
record Asked(Verb verb, String target, String targetField, ObjectNode body, String bodyAt) {
  /// @param parse refuses with a rule for the client
  <T> T target(Function<String, T> parse) {
    try {
      return parse.apply(target);
    } catch (IllegalArgumentException e) {
      throw Problem.invalidField(targetField, String.valueOf(e.getMessage())).exception();
    }
  }

  String at(String field) {
    return bodyAt.isEmpty() ? field : bodyAt + "." + field;
  }
}
