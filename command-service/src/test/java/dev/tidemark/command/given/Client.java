package dev.tidemark.command.given;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A client of the command API.
public final class Client {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final URI base;

  Client(URI base) {
    this.base = base;
  }

  public record Told(HttpResponse<String> response) {
    public int status() {
      return response.statusCode();
    }

    public String body() {
      return response.body();
    }

    public JsonNode json() {
      return JSON.readTree(response.body());
    }

    public String text(String field) {
      return json().get(field).stringValue();
    }

    public Optional<String> header(String name) {
      return response.headers().firstValue(name);
    }

    /// What must be the same when it is told again.
    public String firstAnswer() {
      return String.join(
          " | ",
          String.valueOf(status()),
          header("ETag").orElse(""),
          header("Consistency-Token").orElse(""),
          header("Location").orElse(""),
          body());
    }
  }

  /// A JSON body, or none if it is empty.
  public Told send(String method, String path, String body, String... headers)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(base.resolve(path))
            .timeout(PATIENCE)
            .method(method, HttpRequest.BodyPublishers.ofString(body));
    if (!body.isEmpty()) {
      request.header("Content-Type", "application/json");
    }
    if (headers.length > 0) {
      request.headers(headers);
    }
    return send(request.build());
  }

  /// A POST with a key.
  public Told post(String key, String path, String body) throws IOException, InterruptedException {
    return send("POST", path, body, "Idempotency-Key", key);
  }

  public Told bulk(String... lines) throws IOException, InterruptedException {
    return lines("/v1/commands", lines);
  }

  /// A POST of NDJSON.
  public Told lines(String path, String... lines) throws IOException, InterruptedException {
    return send(
        HttpRequest.newBuilder(base.resolve(path))
            .timeout(PATIENCE)
            .header("Content-Type", "application/x-ndjson")
            .POST(HttpRequest.BodyPublishers.ofString(String.join("\n", lines)))
            .build());
  }

  public Told send(HttpRequest request) throws IOException, InterruptedException {
    return new Told(http.send(request, HttpResponse.BodyHandlers.ofString()));
  }

  public URI base() {
    return base;
  }
}
