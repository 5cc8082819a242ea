package dev.tidemark.projection.admin;

import dev.tidemark.runtime.http.Handler;
import dev.tidemark.runtime.http.Request;
import dev.tidemark.runtime.http.Route;
import dev.tidemark.runtime.problem.Problem;
import java.util.List;
import java.util.Set;

/// Refuses what another site's page makes an operator's browser send: a cutover must not be a link
/// somewhere. Browsers say in `Sec-Fetch-Site` whose page asks, and where they do not, since that
/// takes HTTPS or loopback, `Origin` names that page's server; programs say nothing.
final class SameOrigin {
  private static final Set<String> OURS = Set.of("same-origin", "none");

  private SameOrigin() {}

  static List<Route> required(List<Route> routes) {
    return routes.stream()
        .map(route ->
            route.method() == Route.Method.GET ? route : route.handledBy(required(route.handler())))
        .toList();
  }

  private static Handler required(Handler handler) {
    return (Request request) -> {
      if (!isOurs(request)) {
        throw Problem.of(
                403,
                "other-origin",
                "The request comes from another site",
                "Expected a request of the console or of a program, but it is of another page")
            .exception();
      }
      return handler.handle(request);
    };
  }

  private static boolean isOurs(Request request) {
    return request
        .header("Sec-Fetch-Site")
        .map(OURS::contains)
        .or(() -> request.header("Origin").map(origin -> isOurs(origin, request)))
        .orElse(true);
  }

  /// The scheme is left out of it: whatever stands in front may end TLS.
  private static boolean isOurs(String origin, Request request) {
    String server = origin.replaceFirst("^https?://", "");
    return request.header("Host").filter(server::equalsIgnoreCase).isPresent();
  }
}
