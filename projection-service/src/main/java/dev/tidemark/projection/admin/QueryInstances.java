package dev.tidemark.projection.admin;

import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Asks query services for what they measure, all at once and within bounds. Thread-safe.
final class QueryInstances implements AutoCloseable {
  private static final Duration ANSWER_MAX = Duration.ofSeconds(1);

  /// @param samples of all that answered
  /// @param unavailable the others, and why
  record Told(List<Sample> samples, Map<String, String> unavailable) {}

  private final List<URI> metrics;
  private final HttpClient http =
      HttpClient.newBuilder()
          .connectTimeout(ANSWER_MAX)
          .version(HttpClient.Version.HTTP_1_1)
          .build();

  /// @param metrics where each tells
  QueryInstances(List<URI> metrics) {
    this.metrics = metrics;
  }

  int count() {
    return metrics.size();
  }

  Told ask() {
    var asked = new TreeMap<String, CompletableFuture<List<Sample>>>();
    metrics.forEach(each -> asked.put(each.toString(), ask(each)));
    var samples = new ArrayList<Sample>();
    var unavailable = new TreeMap<String, String>();
    asked.forEach((address, answer) -> {
      try {
        samples.addAll(answer.join());
      } catch (CompletionException e) {
        unavailable.put(address, why(e));
      }
    });
    return new Told(samples, unavailable);
  }

  @Override
  public void close() {
    http.shutdownNow();
  }

  private CompletableFuture<List<Sample>> ask(URI address) {
    var request = HttpRequest.newBuilder(address).timeout(ANSWER_MAX).build();
    return http.sendAsync(request, BodyHandlers.ofString())
        .thenApply(QueryInstances::read)
        .orTimeout(2 * ANSWER_MAX.toMillis(), TimeUnit.MILLISECONDS);
  }

  private static List<Sample> read(HttpResponse<String> response) {
    if (response.statusCode() != 200) {
      throw new IllegalStateException("it answered " + response.statusCode());
    }
    return response.body().lines().flatMap(line -> Sample.read(line).stream()).toList();
  }

  private static String why(CompletionException thrown) {
    Throwable cause = Objects.requireNonNullElse(thrown.getCause(), thrown);
    return switch (cause) {
      case ConnectException _ -> "it cannot be reached";
      case TimeoutException _ -> "it did not answer in time";
      case Throwable other -> Objects.requireNonNullElse(other.getMessage(), other.toString());
    };
  }
}
