package dev.tidemark.runtime.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayDeque;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Hostile input: paths, headers and bodies beyond what is allowed.
class HttpLimitsTest {
  private final TestServer server = new TestServer();

  @AfterEach
  void stop() {
    server.close();
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
    assertThat(server.ask("GET " + path))
        .startsWith("HTTP/1.1 400 ")
        .contains("application/problem+json");
  }

  @Test
  void dotSegmentsLeadNowhere() throws Exception {
    for (String path : List.of("/nothing/../things/a", "/./things/a", "/things/../health/live")) {
      assertThat(server.ask("GET " + path)).startsWith("HTTP/1.1 404 ");
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
  void whoConnectsBeyondTheLimitIsTurnedAwayUntilAnotherOneHasGone() throws Exception {
    var others = new ArrayDeque<Socket>();
    try {
      while (others.size() < Limits.CONNECTIONS_MAX) {
        others.add(new Socket("127.0.0.1", server.port()));
      }
      assertThat(server.ask("GET /things/a"))
          .startsWith("HTTP/1.1 503 ")
          .contains("Retry-After: 1\r\n", "Connection: close\r\n");

      others.remove().close();
      String answer = "";
      while (!answer.startsWith("HTTP/1.1 200 ")) {
        answer = server.ask("GET /things/a");
        assertThat(answer).matches("(?s)HTTP/1.1 (?:503|200) .*");
      }
    } finally {
      for (Socket each : others) {
        each.close();
      }
    }
  }

  /// Else a client sends its next request into a connection that is gone.
  @ParameterizedTest
  @ValueSource(strings = {"/things/%00", "/things/%zz", "/things/a b c"})
  void aConnectionThatTheServerEndsIsSaidToEnd(String path) throws Exception {
    assertThat(RawClient.ask(server.port(), "GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n"))
        .startsWith("HTTP/1.1 400 ")
        .containsIgnoringCase("connection: close");
  }

  @Test
  void aHeaderAsLongAsTheLongestTokenIsTaken() throws Exception {
    assertThat(
            server
                .send(server.request("/things/a").header("X-Token", "t".repeat(12_000)))
                .statusCode())
        .isEqualTo(200);
  }

  @Test
  void bodiesAreHeldToTheirLimitHoweverTheyAreSent() throws Exception {
    assertThat(server.post("application/json", "x".repeat(1_000)).body()).isEqualTo("1000");
    TestServer.assertProblem(server.post("application/json", "x".repeat(1_001)), 413, "too-large");
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
  void aClientThatSendsFarTooMuchIsToldSoAndNotJustCutOff() throws Exception {
    TestServer.assertProblem(
        server.post("application/json", "x".repeat(10_000_000)), 413, "too-large");
  }

  @Test
  void contentThatIsNotWhatTheRouteTakesIsRefused() throws Exception {
    TestServer.assertProblem(server.post("text/plain", "x"), 415, "unsupported-media-type");
    TestServer.assertProblem(
        server.post("application/json; charset=latin1", "x"), 415, "unsupported-media-type");
    TestServer.assertProblem(
        server.send(server.request("/things").POST(BodyPublishers.ofString("x"))),
        415,
        "unsupported-media-type");
    TestServer.assertProblem(
        server.send(
            server
                .request("/things")
                .header("Content-Type", "application/json")
                .header("Content-Encoding", "gzip")
                .POST(BodyPublishers.ofString("x"))),
        415,
        "unsupported-media-type");
    assertThat(server.post("application/json; charset=utf-8", "x").statusCode()).isEqualTo(201);
    assertThat(server.post("Application/JSON;charset=\"UTF-8\"", "x").statusCode()).isEqualTo(201);
    assertThat(server.send(server.request("/things").POST(BodyPublishers.noBody())).body())
        .isEqualTo("0");
    TestServer.assertProblem(
        server.send(server.request("/things/a").method("GET", BodyPublishers.ofString("x"))),
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
}
