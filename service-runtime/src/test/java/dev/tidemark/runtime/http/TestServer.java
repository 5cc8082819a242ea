package dev.tidemark.runtime.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.runtime.health.Health;
import dev.tidemark.runtime.metrics.Metrics;
import dev.tidemark.runtime.problem.Problem;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A real server on a free port, with a route for each thing that can happen, and a client for it.
final class TestServer implements AutoCloseable {
  static final JsonMapper MAPPER = JsonMapper.builder().build();

  /// One request to `/slow` is being handled.
  final CountDownLatch entered = new CountDownLatch(1);

  /// It may go on.
  final CountDownLatch mayAnswer = new CountDownLatch(1);

  final Health health = new Health();
  final Metrics metrics = new Metrics();

  private final HttpClient client = HttpClient.newHttpClient();
  private final HttpServer server =
      HttpServer.start(
          Limits.ofOne(),
          List.of(
              Route.of(Route.Method.GET, "/things/{name}", Role.CLIENT, TestServer::thing)
                  .taking("limit", "id"),
              Route.of(Route.Method.POST, "/things", Role.CLIENT, TestServer::length)
                  .takingJson(1_000),
              Route.of(Route.Method.GET, "/refused", Role.OPERATOR, TestServer::refuse),
              Route.of(Route.Method.GET, "/mistake", Role.OPERATOR, TestServer::mistake),
              Route.of(Route.Method.GET, "/overflow", Role.OPERATOR, TestServer::overflow),
              Route.of(Route.Method.GET, "/slow", Role.AUDITOR, this::slow)),
          health,
          metrics,
          0x100);

  int port() {
    return server.port();
  }

  /// Stops the server as a process would, without letting go of what is slow.
  void stop() {
    server.close();
  }

  @Override
  public void close() {
    mayAnswer.countDown();
    client.close();
    server.close();
  }

  private static Answer thing(Request request) {
    String text =
        request.pathParameter("name", name -> name)
            + " "
            + request.parameter("limit", Integer::parseInt).orElse(0)
            + " "
            + request.parameters("id", id -> id);
    return Answer.of(200, "text/plain", text.getBytes(StandardCharsets.UTF_8))
        .with("ETag", "\"7\"");
  }

  private Answer slow(Request request) {
    entered.countDown();
    try {
      mayAnswer.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
    return Answer.of(200, "text/plain", "at last".getBytes(StandardCharsets.UTF_8));
  }

  private static Answer length(Request request) {
    return Answer.of(
        201,
        "text/plain",
        Integer.toString(request.body().length).getBytes(StandardCharsets.UTF_8));
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

  String ask(String methodAndPath) throws IOException {
    return RawClient.ask(
        server.port(), methodAndPath + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  }

  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path));
  }

  HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return send(request(path));
  }

  HttpResponse<String> post(String type, String body) throws IOException, InterruptedException {
    return send(
        request("/things").header("Content-Type", type).POST(BodyPublishers.ofString(body)));
  }

  HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
    return client.send(request.build(), BodyHandlers.ofString());
  }

  static void assertProblem(HttpResponse<String> answer, int status, String code) {
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
