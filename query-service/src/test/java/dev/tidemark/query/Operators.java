package dev.tidemark.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Asks the projection service what operators ask it.
///
/// @param base its URL
record Operators(URI base, HttpClient client) {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final Duration LOOK_EVERY = Duration.ofMillis(100);

  /// @return the answer, or the problem
  JsonNode post(String path) throws IOException, InterruptedException {
    return send(path, HttpRequest.newBuilder().POST(BodyPublishers.noBody()));
  }

  JsonNode get(String path) throws IOException, InterruptedException {
    return send(path, HttpRequest.newBuilder().GET());
  }

  JsonNode generation(int number) throws IOException, InterruptedException {
    return get("/v1/admin/generations/" + number);
  }

  /// @return its number
  int rebuild(String parameters) throws IOException, InterruptedException {
    return post("/v1/admin/rebuilds?" + parameters).required("generation").asInt();
  }

  /// Returns when the generation may serve.
  void awaitReady(int number) throws Exception {
    until(() -> generation(number), Operators::isReady);
  }

  /// Compares the generation with the one that serves.
  JsonNode diff(int number) throws Exception {
    String path = "/v1/admin/generations/" + number + "/diff";
    post(path);
    return until(() -> get(path), diff -> !diff.required("state").asString().equals("running"));
  }

  /// Returns when the generation is in this state.
  void awaitState(int number, String state) throws Exception {
    until(() -> generation(number), it -> it.required("state").asString().equals(state));
  }

  /// Asks until it is not refused for what time will mend.
  JsonNode granted(String path) throws Exception {
    return until(() -> post(path), it -> !it.path("code").asString("").equals("not-ready"));
  }

  /// Looks less often than a test would look at its own process: each look asks all stores.
  private static JsonNode until(Callable<JsonNode> question, Predicate<JsonNode> awaited)
      throws Exception {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    JsonNode answer = question.call();
    while (!awaited.test(answer)) {
      assertThat(System.nanoTime()).as("Still not as awaited: " + answer).isLessThan(deadline);
      LockSupport.parkNanos(LOOK_EVERY.toNanos());
      answer = question.call();
    }
    return answer;
  }

  private static boolean isReady(JsonNode it) {
    return it.path("donePlaces").asLong(-1) >= it.path("goalPlaces").asLong()
        && it.path("liveShards").asInt(-1) == it.path("shards").asInt();
  }

  private JsonNode send(String path, HttpRequest.Builder request)
      throws IOException, InterruptedException {
    var answer =
        client.send(
            request.uri(base.resolve(path)).timeout(PATIENCE).build(), BodyHandlers.ofString());
    return JsonMapper.shared().readTree(answer.body());
  }
}
