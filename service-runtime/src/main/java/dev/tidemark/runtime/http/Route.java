package dev.tidemark.runtime.http;

import dev.tidemark.runtime.api.Description;
import dev.tidemark.runtime.api.Parameter;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/// One method of one path. What it does not declare is refused before its handler runs: query
/// parameters, a body, a content type.
///
/// @param path with parameters in braces: `/v1/users/{username}`
/// @param role who may use it; there is no route without one
/// @param parameters the query parameters it knows
/// @param mediaType of the body; empty if it takes none
/// @param bodyBytesMax a larger body is refused with 413, however it is sent
/// @param description what it says of itself
public record Route(
    Method method,
    String path,
    Role role,
    Handler handler,
    Set<String> parameters,
    String mediaType,
    int bodyBytesMax,
    Description description) {
  /// The methods in use.
  public enum Method {
    GET,
    POST,
    PATCH,
    DELETE
  }

  public Route {
    Objects.requireNonNull(role, () -> "Expected a role for " + method + " " + path);
    parameters = Set.copyOf(parameters);
    if (!path.startsWith("/")) {
      throw new IllegalArgumentException("Expected a path beginning with /, but was " + path);
    }
  }

  public static Route of(Method method, String path, Role role, Handler handler) {
    return new Route(method, path, role, handler, Set.of(), "", 0, Description.NONE);
  }

  /// The same route, knowing these query parameters.
  public Route taking(String... names) {
    return new Route(
        method, path, role, handler, Set.of(names), mediaType, bodyBytesMax, description);
  }

  /// The same route, saying this of itself, and knowing the query parameters that are described.
  public Route described(Description newDescription) {
    Set<String> names =
        newDescription.parameters().stream()
            .filter(parameter -> parameter.in() == Parameter.Place.QUERY)
            .map(Parameter::name)
            .collect(Collectors.toUnmodifiableSet());
    return new Route(method, path, role, handler, names, mediaType, bodyBytesMax, newDescription);
  }

  /// The same route with an optional JSON body.
  public Route takingJson(int newBodyBytesMax) {
    return takingBody(Answer.JSON, newBodyBytesMax);
  }

  /// The same route with an optional body of this type.
  public Route takingBody(String newMediaType, int newBodyBytesMax) {
    return new Route(
        method, path, role, handler, parameters, newMediaType, newBodyBytesMax, description);
  }

  /// The same route with another handler, such as one around its own.
  public Route handledBy(Handler newHandler) {
    return new Route(
        method, path, role, newHandler, parameters, mediaType, bodyBytesMax, description);
  }
}
