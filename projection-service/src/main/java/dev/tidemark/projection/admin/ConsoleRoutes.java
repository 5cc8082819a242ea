package dev.tidemark.projection.admin;

import dev.tidemark.runtime.api.Description;
import dev.tidemark.runtime.api.Description.Answered;
import dev.tidemark.runtime.http.Answer;
import dev.tidemark.runtime.http.Request;
import dev.tidemark.runtime.http.Role;
import dev.tidemark.runtime.http.Route;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// `/console`: a page for operators that uses this service's admin API and nothing else. Its files
/// are resources beside the code; there is nothing to build.
final class ConsoleRoutes {
  private static final String FOLDER = "/dev/tidemark/projection/console/";
  private static final String PAGE = "index.html";

  /// No markup of others, no script or style within markup, no frame around it.
  private static final String POLICY =
      "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html;charset=utf-8",
          "css", "text/css;charset=utf-8",
          "js", "text/javascript;charset=utf-8",
          "svg", "image/svg+xml");

  private static final List<String> FILES =
      List.of(
          "actions.js",
          "api.js",
          "console.css",
          "dom.js",
          "generations.js",
          "icon.svg",
          "lookup.js",
          "main.js",
          "parked.js",
          "reads.js",
          "shards.js");

  private ConsoleRoutes() {}

  static List<Route> routes() {
    return Stream.concat(
            Stream.of(route("/console", PAGE, "A page for operators")),
            FILES.stream().map(file -> route("/console/" + file, file, "Of that page")))
        .toList();
  }

  private static Route route(String path, String file, String summary) {
    String type = TYPES.getOrDefault(file.replaceFirst(".*\\.", ""), "");
    Answer answer =
        Answer.of(200, type, read(file))
            .with("Cache-Control", "no-cache")
            .with("Content-Security-Policy", POLICY)
            .with("Referrer-Policy", "no-referrer");
    return Route.of(Route.Method.GET, path, Role.AUDITOR, (Request _) -> answer)
        .described(
            Description.of(summary).answers(200, new Answered(file, type, Optional.empty())));
  }

  private static byte[] read(String file) {
    try (var in = ConsoleRoutes.class.getResourceAsStream(FOLDER + file)) {
      if (in == null) {
        throw new IllegalStateException("Expected the resource " + FOLDER + file);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
