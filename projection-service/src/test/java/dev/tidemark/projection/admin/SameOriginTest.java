package dev.tidemark.projection.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.runtime.health.Health;
import dev.tidemark.runtime.http.Answer;
import dev.tidemark.runtime.http.HttpServer;
import dev.tidemark.runtime.http.HttpSettings;
import dev.tidemark.runtime.http.Role;
import dev.tidemark.runtime.http.Route;
import dev.tidemark.runtime.metrics.Metrics;
import dev.tidemark.runtime.settings.Settings;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SameOriginTest {
  private static final Route CHANGE =
      Route.of(Route.Method.POST, "/change", Role.OPERATOR, _ -> Answer.empty(204));
  private static final Route READ =
      Route.of(Route.Method.GET, "/read", Role.AUDITOR, _ -> Answer.empty(204));

  @Test
  void whereBrowsersDoNotSayWhosePageItIsItsServerIsCompared() throws Exception {
    assertThat(status("POST", "/change", "", "http://evil.example")).isEqualTo(403);
    assertThat(status("POST", "/change", "", "http://127.0.0.1")).isEqualTo(403);
    assertThat(status("POST", "/change", "", "null")).isEqualTo(403);
    assertThat(status("POST", "/change", "", "http://SERVER")).isEqualTo(204);
    assertThat(status("POST", "/change", "cross-site", "http://SERVER")).isEqualTo(403);
    assertThat(status("GET", "/read", "", "http://evil.example")).isEqualTo(204);
  }

  @Test
  void anotherSitesPageChangesNothing() throws Exception {
    assertThat(status("POST", "/change", "cross-site")).isEqualTo(403);
    assertThat(status("POST", "/change", "same-site")).isEqualTo(403);
    assertThat(status("POST", "/change", "same-origin")).isEqualTo(204);
    assertThat(status("POST", "/change", "")).isEqualTo(204);
    assertThat(status("GET", "/read", "cross-site")).isEqualTo(204);
  }

  private static int status(String method, String path, String site) throws Exception {
    return status(method, path, site, "");
  }

  /// @param origin in which SERVER stands for the server's host and port
  private static int status(String method, String path, String site, String origin)
      throws Exception {
    var settings =
        HttpSettings.read(new Settings(Map.of("HTTP_PORT", "0", "HTTP_DRAIN", "0ms"), "X_"), 0);
    var routes = SameOrigin.required(List.of(CHANGE, READ));
    try (var server = HttpServer.start(settings, routes, new Health(), new Metrics(), 0);
        var http = HttpClient.newHttpClient()) {
      String authority = "127.0.0.1:" + server.port();
      var request =
          HttpRequest.newBuilder(URI.create("http://" + authority + path))
              .method(method, BodyPublishers.noBody());
      if (!site.isEmpty()) {
        request.header("Sec-Fetch-Site", site);
      }
      if (!origin.isEmpty()) {
        request.header("Origin", origin.replace("SERVER", authority));
      }
      return http.send(request.build(), BodyHandlers.discarding()).statusCode();
    }
  }
}
