package dev.tidemark.runtime.openapi;

import dev.tidemark.runtime.api.Description;
import dev.tidemark.runtime.api.Description.Answered;
import dev.tidemark.runtime.http.Answer;
import dev.tidemark.runtime.http.Request;
import dev.tidemark.runtime.http.Role;
import dev.tidemark.runtime.http.Route;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// `/openapi.json` and `/docs`.
public final class ApiDocs {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final String HTML = "text/html;charset=utf-8";
  private static final String CACHED = "public, max-age=60";

  private static final Route DOCUMENT =
      Route.of(Route.Method.GET, "/openapi.json", Role.CLIENT, ApiDocs::notYet)
          .described(
              Description.of("This description, in OpenAPI 3.1")
                  .answers(200, new Answered("The description", Answer.JSON, Optional.empty())));
  private static final Route PAGE =
      Route.of(Route.Method.GET, "/docs", Role.CLIENT, ApiDocs::notYet)
          .described(
              Description.of("This description, as a page")
                  .answers(200, new Answered("The page", HTML, Optional.empty())));

  private ApiDocs() {}

  /// The routes, and those that describe all of them.
  ///
  /// @param values the schemas of value types
  public static List<Route> added(
      List<Route> routes, About about, Map<Class<?>, ObjectNode> values) {
    List<Route> all = Stream.concat(routes.stream(), Stream.of(DOCUMENT, PAGE)).toList();
    ObjectNode document = OpenApi.document(about, all, values);
    Answer json =
        Answer.json(200, MAPPER.writeValueAsBytes(document)).with("Cache-Control", CACHED);
    var page = new DocsPage(document);
    Answer html =
        Answer.of(200, HTML, page.html().getBytes(StandardCharsets.UTF_8))
            .with("Cache-Control", CACHED)
            .with("Content-Security-Policy", page.contentSecurityPolicy());
    return Stream.concat(
            routes.stream(), Stream.of(DOCUMENT.handledBy(_ -> json), PAGE.handledBy(_ -> html)))
        .toList();
  }

  private static Answer notYet(Request request) {
    throw new IllegalStateException("Expected another handler for " + request.path());
  }
}
