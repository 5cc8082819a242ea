package dev.tidemark.projection.admin;

import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Asks command services what their shards are, all at once and within bounds. Thread-safe.
final class CommandInstances implements AutoCloseable {
  private static final Duration ANSWER_MAX = Duration.ofSeconds(1);
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /// @param shards as the instance tells them; an empty list if it does not
  /// @param trouble why not, else empty
  record Told(JsonNode shards, String trouble) {}

  private final HttpClient http =
      HttpClient.newBuilder()
          .connectTimeout(ANSWER_MAX)
          .version(HttpClient.Version.HTTP_1_1)
          .build();

  /// By endpoint.
  Map<String, Told> ask(Collection<String> endpoints) {
    var asked = new TreeMap<String, CompletableFuture<Told>>();
    endpoints.forEach(endpoint -> asked.computeIfAbsent(endpoint, this::ask));
    var told = new TreeMap<String, Told>();
    asked.forEach((endpoint, answer) -> told.put(endpoint, answer.join()));
    return told;
  }

  @Override
  public void close() {
    http.shutdownNow();
  }

  private CompletableFuture<Told> ask(String endpoint) {
    try {
      var request =
          HttpRequest.newBuilder(URI.create(endpoint).resolve("/v1/admin/shards"))
              .timeout(ANSWER_MAX)
              .build();
      return http.sendAsync(request, BodyHandlers.ofByteArray())
          .thenApply(CommandInstances::read)
          .exceptionally(CommandInstances::trouble);
    } catch (IllegalArgumentException e) {
      return CompletableFuture.completedFuture(trouble(e));
    }
  }

  private static Told read(HttpResponse<byte[]> response) {
    if (response.statusCode() != 200) {
      return silent("it answered " + response.statusCode());
    }
    try {
      return new Told(JSON.readTree(response.body()).path("shards"), "");
    } catch (JacksonException e) {
      return silent("it did not answer in JSON");
    }
  }

  private static Told trouble(Throwable thrown) {
    Throwable cause =
        thrown instanceof CompletionException && thrown.getCause() != null
            ? thrown.getCause()
            : thrown;
    return silent(
        cause instanceof ConnectException
            ? "it cannot be reached"
            : Objects.requireNonNullElse(cause.getMessage(), cause.toString()));
  }

  private static Told silent(String why) {
    return new Told(JSON.createArrayNode(), why);
  }
}
