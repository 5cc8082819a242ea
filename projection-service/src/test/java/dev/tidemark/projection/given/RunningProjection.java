package dev.tidemark.projection.given;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Asks a projection service over HTTP.
public record RunningProjection(URI base, HttpClient http) {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  public RunningProjection(int port) {
    this(URI.create("http://127.0.0.1:" + port), HttpClient.newHttpClient());
  }

  public JsonNode get(String path) throws Exception {
    return JsonMapper.shared().readTree(response(path).body());
  }

  public HttpResponse<String> response(String path) throws Exception {
    return sent("GET", path);
  }

  public HttpResponse<String> sent(String method, String path) throws Exception {
    var request =
        HttpRequest.newBuilder(base.resolve(path))
            .method(method, HttpRequest.BodyPublishers.noBody())
            .timeout(PATIENCE)
            .build();
    return http.send(request, BodyHandlers.ofString());
  }
}
