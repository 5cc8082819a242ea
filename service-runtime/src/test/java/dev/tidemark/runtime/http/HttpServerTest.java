package dev.tidemark.runtime.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.runtime.StartupException;
import dev.tidemark.runtime.health.Health;
import dev.tidemark.runtime.problem.Problem;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class HttpServerTest {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private final CountDownLatch entered = new CountDownLatch(1);
  private final CountDownLatch mayAnswer = new CountDownLatch(1);
  private final Health health = new Health();
  private final HttpClient client = HttpClient.newHttpClient();
  private final HttpServer server =
      HttpServer.start(
          Limits.ofOne(),
          List.of(
              Route.of(Route.Method.GET, "/things/{name}", Role.CLIENT, this::thing)
                  .taking("limit", "id"),
              Route.of(Route.Method.POST, "/things", Role.CLIENT, HttpServerTest::length)
                  .takingJson(1_000),
              Route.of(Route.Method.GET, "/refused", Role.OPERATOR, HttpServerTest::refuse),
              Route.of(Route.Method.GET, "/mistake", Role.OPERATOR, HttpServerTest::mistake),
              Route.of(Route.Method.GET, "/overflow", Role.OPERATOR, HttpServerTest::overflow),
              Route.of(Route.Method.GET, "/slow", Role.AUDITOR, this::slow)),
          health,
          0x100);

  @AfterEach
  void stop() {
    mayAnswer.countDown();
    client.close();
    server.close();
  }

  @Test
  void answersWithHeadersAndBody() throws Exception {
    var answer = get("/things/a%20b?limit=3&id=x&id=y%2Bz");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("a b 3 [x, y+z]");
    assertThat(answer.headers().firstValue("ETag")).hasValue("\"7\"");
    assertThat(answer.headers().map()).doesNotContainKeys("server", "x-powered-by");
  }

  @Test
  void headAnswersAsGetWithoutTheBody() throws Exception {
    var answer = send(request("/things/a").method("HEAD", BodyPublishers.noBody()));
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("ETag")).hasValue("\"7\"");
    assertThat(answer.body()).isEmpty();
  }

  @Test
  void onlyTheHandlerDecidesWhatIsNotModified() throws Exception {
    assertThat(send(request("/things/a").header("If-None-Match", "\"7\"")).statusCode())
        .isEqualTo(200);
  }

  @Test
  void unknownPathsMethodsAndParametersAreProblems() throws Exception {
    assertProblem(get("/nothing"), 404, "not-found");
    assertProblem(get("/things/a/"), 404, "not-found");
    assertProblem(get("/THINGS/a"), 404, "not-found");
    var wrongMethod = send(request("/things/a").DELETE());
    assertProblem(wrongMethod, 405, "method-not-allowed");
    assertThat(wrongMethod.headers().firstValue("Allow").orElse("")).contains("GET");
    assertProblem(send(request("/things/a").method("BREW", BodyPublishers.noBody())), 405, null);
    assertProblem(get("/things/a?limt=3"), 400, "invalid-request");
    assertProblem(get("/things/a?limit=3&limit=4"), 400, "invalid-request");
    assertProblem(get("/things/a?limit=%ff"), 400, "invalid-request");
    var options = send(request("/things").method("OPTIONS", BodyPublishers.noBody()));
    assertThat(options.statusCode()).isEqualTo(204);
    assertThat(options.headers().firstValue("Allow")).hasValue("POST, OPTIONS");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/things/a%2F..%2Fb",
        "/things/a%2fb",
        "/things/..;/b",
        "/things/%2e%2e/b",
        "//things/b",
        "/things/%ff",
        "/things/%00",
        "/things/%zz",
        "/things/a\\b",
        "/things/a%5Cb%2F",
        "/things/%u002e",
        "/things/a#b",
      })
  void pathsThatCouldBeReadDifferentlyAreRefused(String path) throws Exception {
    assertThat(ask("GET " + path)).startsWith("HTTP/1.1 400 ").contains("application/problem+json");
  }

  @Test
  void dotSegmentsLeadNowhere() throws Exception {
    for (String path : List.of("/nothing/../things/a", "/./things/a", "/things/../health/live")) {
      assertThat(ask("GET " + path)).startsWith("HTTP/1.1 404 ");
    }
  }

  @Test
  void hugeHeadersAndPathsAreRefused() throws Exception {
    String huge = "a".repeat(40_000);
    String head = "GET /things/a HTTP/1.1\r\nHost: x\r\nConnection: close\r\nX-Huge: ";
    assertThat(RawClient.ask(server.port(), head + huge + "\r\n\r\n"))
        .startsWith("HTTP/1.1 431 ")
        .contains("application/problem+json");
    assertThat(RawClient.ask(server.port(), "GET /" + huge + " HTTP/1.1\r\nHost: x\r\n\r\n"))
        .startsWith("HTTP/1.1 414 ");
  }

  @Test
  void aHeaderAsLongAsTheLongestTokenIsTaken() throws Exception {
    assertThat(send(request("/things/a").header("X-Token", "t".repeat(12_000))).statusCode())
        .isEqualTo(200);
  }

  @Test
  void bodiesAreHeldToTheirLimitHoweverTheyAreSent() throws Exception {
    assertThat(post("application/json", "x".repeat(1_000)).body()).isEqualTo("1000");
    assertProblem(post("application/json", "x".repeat(1_001)), 413, "too-large");
    String chunk = "3e8\r\n" + "x".repeat(1_000) + "\r\n";
    String head =
        "POST /things HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
            + "Transfer-Encoding: chunked\r\n\r\n";
    assertThat(RawClient.ask(server.port(), head + chunk + chunk + "0\r\n\r\n"))
        .startsWith("HTTP/1.1 413 ");
    assertThat(
            RawClient.ask(
                server.port(),
                head.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n") + chunk + "0\r\n\r\n"))
        .startsWith("HTTP/1.1 201 ");
  }

  @Test
  void contentThatIsNotWhatTheRouteTakesIsRefused() throws Exception {
    assertProblem(post("text/plain", "x"), 415, "unsupported-media-type");
    assertProblem(post("application/json; charset=latin1", "x"), 415, "unsupported-media-type");
    assertProblem(
        send(request("/things").POST(BodyPublishers.ofString("x"))), 415, "unsupported-media-type");
    assertProblem(
        send(
            request("/things")
                .header("Content-Type", "application/json")
                .header("Content-Encoding", "gzip")
                .POST(BodyPublishers.ofString("x"))),
        415,
        "unsupported-media-type");
    assertThat(post("application/json; charset=utf-8", "x").statusCode()).isEqualTo(201);
    assertThat(post("Application/JSON;charset=\"UTF-8\"", "x").statusCode()).isEqualTo(201);
    assertThat(send(request("/things").POST(BodyPublishers.noBody())).body()).isEqualTo("0");
    assertProblem(
        send(request("/things/a").method("GET", BodyPublishers.ofString("x"))),
        400,
        "invalid-request");
  }

  @Test
  void aBodyThatTricklesIsCutOff() throws Exception {
    String head =
        "POST /things HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
            + "Content-Length: 900\r\n\r\n";
    assertThat(RawClient.trickle(server.port(), head, "x".repeat(900)))
        .startsWith("HTTP/1.1 408 ")
        .contains("too-slow");
  }

  @Test
  void refusalsAndMistakesGoThroughOneFunnel() throws Exception {
    var refused = get("/refused");
    assertProblem(refused, 409, "username-taken");
    assertThat(MAPPER.readTree(refused.body()).get("instance").asString()).isEqualTo("/refused");
    var mistake = get("/mistake");
    assertProblem(mistake, 500, "internal");
    assertThat(mistake.body()).contains("incident 100").doesNotContain("password");
    assertProblem(get("/overflow"), 500, "internal");
    assertThat(get("/things/a").statusCode()).isEqualTo(200);
  }

  @Test
  void healthIsToldToMachines() throws Exception {
    assertThat(get("/health/live").statusCode()).isEqualTo(200);
    assertThat(get("/health/ready").statusCode()).isEqualTo(503);
    health.register("store", () -> Health.State.degraded("lags"));
    health.become(Health.Phase.SERVING, "test");
    var ready = get("/health/ready");
    assertThat(ready.statusCode()).isEqualTo(200);
    assertThat(ready.body())
        .isEqualTo(
            "{\"status\":\"degraded\",\"checks\":"
                + "{\"store\":{\"status\":\"degraded\",\"detail\":\"lags\"}}}");
  }

  @Test
  void requestsBeyondTheBoundAreTurnedAwayButHealthIsAnswered() throws Exception {
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      var slow = executor.submit(() -> get("/slow"));
      entered.await();
      var turnedAway = get("/things/a");
      assertProblem(turnedAway, 503, "unavailable");
      assertThat(turnedAway.headers().firstValue("Retry-After")).hasValue("1");
      assertThat(get("/health/live").statusCode()).isEqualTo(200);
      mayAnswer.countDown();
      assertThat(slow.get().body()).isEqualTo("at last");
    }
  }

  @Test
  void aStopLetsRequestsInFlightFinishHoweverLongTheyTook() throws Exception {
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      var slow = executor.submit(() -> get("/slow"));
      entered.await();
      var stopped = executor.submit(server::close);
      assertThatThrownBy(() -> stopped.get(2_500, TimeUnit.MILLISECONDS))
          .isInstanceOf(TimeoutException.class);
      mayAnswer.countDown();
      assertThat(slow.get().body()).isEqualTo("at last");
      stopped.get(5, TimeUnit.SECONDS);
    }
  }

  @Test
  void aTakenPortIsSaidByTheNameOfTheSetting() {
    assertThatThrownBy(() -> HttpServer.start(Limits.on(server.port()), List.of(), health, 0))
        .isInstanceOf(StartupException.class)
        .hasMessageContaining("HTTP_PORT " + server.port());
  }

  @Test
  void aRouteWithoutARoleCannotBeBuilt() {
    assertThatThrownBy(() -> Route.of(Route.Method.GET, "/x", null, request -> Answer.empty(204)))
        .hasMessage("Expected a role for GET /x");
  }

  private Answer thing(Request request) {
    String text =
        request.pathParameter("name", name -> name)
            + " "
            + request.parameter("limit", Integer::parseInt).orElse(0)
            + " "
            + request.parameters("id", id -> id);
    return Answer.of(200, "text/plain", text.getBytes()).with("ETag", "\"7\"");
  }

  private Answer slow(Request request) {
    entered.countDown();
    try {
      mayAnswer.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
    return Answer.of(200, "text/plain", "at last".getBytes());
  }

  private static Answer length(Request request) {
    return Answer.of(201, "text/plain", Integer.toString(request.body().length).getBytes());
  }

  private static Answer refuse(Request request) {
    throw Problem.refused("username-taken", "Expected a free username, but was taken").exception();
  }

  private static Answer mistake(Request request) {
    throw new IllegalStateException("the password is 1234");
  }

  private static Answer overflow(Request request) {
    throw new StackOverflowError();
  }

  private String ask(String methodAndPath) throws IOException {
    return RawClient.ask(
        server.port(), methodAndPath + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path));
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return send(request(path));
  }

  private HttpResponse<String> post(String type, String body)
      throws IOException, InterruptedException {
    return send(
        request("/things").header("Content-Type", type).POST(BodyPublishers.ofString(body)));
  }

  private HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return client.send(request.build(), BodyHandlers.ofString());
  }

  private static void assertProblem(HttpResponse<String> answer, int status, String code) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    JsonNode problem = MAPPER.readTree(answer.body());
    assertThat(problem.get("status").asInt()).isEqualTo(status);
    if (code != null) {
      assertThat(problem.get("code").asString()).isEqualTo(code);
      assertThat(problem.get("type").asString()).endsWith("/problems/" + code);
    }
  }
}
