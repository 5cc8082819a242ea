package dev.tidemark.runtime.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.runtime.StartupException;
import dev.tidemark.runtime.health.Health;
import dev.tidemark.runtime.metrics.Metrics;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Routing, refusals, health, and the end.
class HttpServerTest {
  private final TestServer server = new TestServer();

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void answersWithHeadersAndBody() throws Exception {
    var answer = server.get("/things/a%20b?limit=3&id=x&id=y%2Bz");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("a b 3 [x, y+z]");
    assertThat(answer.headers().firstValue("ETag")).hasValue("\"7\"");
    assertThat(answer.headers().map()).doesNotContainKeys("server", "x-powered-by");
  }

  @Test
  void headAnswersAsGetWithoutTheBody() throws Exception {
    var answer = server.send(server.request("/things/a").method("HEAD", BodyPublishers.noBody()));
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("ETag")).hasValue("\"7\"");
    assertThat(answer.body()).isEmpty();
  }

  @Test
  void onlyTheHandlerDecidesWhatIsNotModified() throws Exception {
    assertThat(
            server.send(server.request("/things/a").header("If-None-Match", "\"7\"")).statusCode())
        .isEqualTo(200);
  }

  @Test
  void unknownPathsMethodsAndParametersAreProblems() throws Exception {
    TestServer.assertProblem(server.get("/nothing"), 404, "not-found");
    TestServer.assertProblem(server.get("/things/a/"), 404, "not-found");
    TestServer.assertProblem(server.get("/THINGS/a"), 404, "not-found");
    var wrongMethod = server.send(server.request("/things/a").DELETE());
    TestServer.assertProblem(wrongMethod, 405, "method-not-allowed");
    assertThat(wrongMethod.headers().firstValue("Allow").orElse("")).contains("GET");
    TestServer.assertProblem(
        server.send(server.request("/things/a").method("BREW", BodyPublishers.noBody())),
        405,
        null);
    TestServer.assertProblem(server.get("/things/a?limt=3"), 400, "invalid-request");
    TestServer.assertProblem(server.get("/things/a?limit=3&limit=4"), 400, "invalid-request");
    TestServer.assertProblem(server.get("/things/a?limit=%ff"), 400, "invalid-request");
    var options = server.send(server.request("/things").method("OPTIONS", BodyPublishers.noBody()));
    assertThat(options.statusCode()).isEqualTo(204);
    assertThat(options.headers().firstValue("Allow")).hasValue("POST, OPTIONS");
  }

  @Test
  void refusalsAndMistakesGoThroughOneFunnel() throws Exception {
    var refused = server.get("/refused");
    TestServer.assertProblem(refused, 409, "username-taken");
    assertThat(TestServer.MAPPER.readTree(refused.body()).get("instance").asString())
        .isEqualTo("/refused");
    var mistake = server.get("/mistake");
    TestServer.assertProblem(mistake, 500, "internal-error");
    assertThat(mistake.body()).contains("incident 100").doesNotContain("password");
    TestServer.assertProblem(server.get("/overflow"), 500, "internal-error");
    assertThat(server.get("/things/a").statusCode()).isEqualTo(200);
  }

  @Test
  void healthIsToldToMachines() throws Exception {
    assertThat(server.get("/health/live").statusCode()).isEqualTo(200);
    assertThat(server.get("/health/ready").statusCode()).isEqualTo(503);
    assertThat(server.get("/health/started").statusCode()).isEqualTo(503);
    server.health.register("store", () -> Health.State.degraded("lags"));
    server.health.become(Health.Phase.SERVING, "test");
    var ready = server.get("/health/ready");
    assertThat(ready.statusCode()).isEqualTo(200);
    assertThat(ready.body())
        .isEqualTo(
            "{\"status\":\"degraded\",\"checks\":"
                + "{\"store\":{\"status\":\"degraded\",\"detail\":\"lags\"}}}");
    assertThat(server.get("/health/started").body()).isEqualTo("{\"status\":\"started\"}");
  }

  @Test
  void whatHasStartedStaysStartedWhateverFailsOrStops() throws Exception {
    server.health.become(Health.Phase.SERVING, "test");
    server.health.register("store", () -> Health.State.down("away"));
    assertThat(server.get("/health/ready").statusCode()).isEqualTo(503);
    assertThat(server.get("/health/started").statusCode()).isEqualTo(200);
    server.health.become(Health.Phase.STOPPING, "test");
    assertThat(server.get("/health/started").statusCode()).isEqualTo(200);
    assertThat(server.get("/health/live").statusCode()).isEqualTo(200);
  }

  @Test
  void requestsBeyondTheBoundAreTurnedAwayButHealthIsAnswered() throws Exception {
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      var slow = executor.submit(() -> server.get("/slow"));
      server.entered.await();
      var turnedAway = server.get("/things/a");
      TestServer.assertProblem(turnedAway, 503, "unavailable");
      assertThat(turnedAway.headers().firstValue("Retry-After")).hasValue("1");
      assertThat(server.get("/health/live").statusCode()).isEqualTo(200);
      server.mayAnswer.countDown();
      assertThat(slow.get().body()).isEqualTo("at last");
    }
  }

  @Test
  void aStopLetsRequestsInFlightFinishHoweverLongTheyTook() throws Exception {
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      var slow = executor.submit(() -> server.get("/slow"));
      server.entered.await();
      var stopped = executor.submit(server::stop);
      assertThatThrownBy(() -> stopped.get(1_000, TimeUnit.MILLISECONDS))
          .isInstanceOf(TimeoutException.class);
      server.mayAnswer.countDown();
      assertThat(slow.get().body()).isEqualTo("at last");
      stopped.get(5, TimeUnit.SECONDS);
    }
  }

  @Test
  void aTakenPortIsSaidByTheNameOfTheSetting() {
    assertThatThrownBy(() ->
            HttpServer.start(Limits.on(server.port()), List.of(), server.health, new Metrics(), 0))
        .isInstanceOf(StartupException.class)
        .hasMessageContaining("HTTP_PORT " + server.port());
  }

  @Test
  void aRouteWithoutARoleCannotBeBuilt() {
    assertThatThrownBy(() -> Route.of(Route.Method.GET, "/x", null, request -> Answer.empty(204)))
        .hasMessage("Expected a role for GET /x");
  }
}
