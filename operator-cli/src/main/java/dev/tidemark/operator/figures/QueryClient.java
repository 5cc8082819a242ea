package dev.tidemark.operator.figures;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Asks the query service until it answers: it may be starting, and views that are not caught up
/// yet are waited for.
final class QueryClient {
  private static final int TRIES_MAX = 60;
  private static final Duration REQUEST_MAX = Duration.ofSeconds(30);
  private static final Duration PAUSE = Duration.ofMillis(500);
  private static final int OK = 200;
  private static final int UNAVAILABLE = 503;

  private final HttpClient http =
      HttpClient.newBuilder()
          .connectTimeout(REQUEST_MAX)
          .version(HttpClient.Version.HTTP_1_1)
          .build();
  private final URI base;
  private final String token;

  QueryClient(URI base, String token) {
    this.base = base;
    this.token = token;
  }

  JsonNode get(String path) throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(base.resolve(path)).timeout(REQUEST_MAX);
    if (!token.isEmpty()) {
      request.header("Consistency-Token", token);
    }
    String last = "";
    for (int attempt = 1; attempt <= TRIES_MAX; attempt++) {
      try {
        var response = http.send(request.build(), BodyHandlers.ofString());
        if (response.statusCode() == OK) {
          return JsonMapper.shared().readTree(response.body());
        }
        last = response.statusCode() + " " + response.body();
        if (response.statusCode() != UNAVAILABLE) {
          break;
        }
      } catch (IOException e) {
        last = e.toString();
      }
      Thread.sleep(PAUSE);
    }
    throw new IOException("there is no answer to " + path + ": " + last);
  }
}
