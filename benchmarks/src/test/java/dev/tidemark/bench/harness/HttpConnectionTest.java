package dev.tidemark.bench.harness;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.runtime.health.Health;
import dev.tidemark.runtime.http.Answer;
import dev.tidemark.runtime.http.HttpServer;
import dev.tidemark.runtime.http.HttpSettings;
import dev.tidemark.runtime.http.Role;
import dev.tidemark.runtime.http.Route;
import dev.tidemark.runtime.metrics.Metrics;
import dev.tidemark.runtime.settings.Settings;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpConnectionTest {
  private static final int BODY_BYTES_MAX = 1 << 20;

  private HttpServer server;
  private HttpConnection connection;

  @BeforeEach
  void start() {
    Route echo =
        Route.of(
                Route.Method.POST,
                "/echo",
                Role.CLIENT,
                request ->
                    Answer.json(201, request.body())
                        .with("Said", request.header("Say").orElse("nothing")))
            .takingJson(BODY_BYTES_MAX);
    Route last =
        Route.of(
            Route.Method.GET,
            "/last",
            Role.CLIENT,
            _ -> Answer.json(200, new byte[] {'1'}).with("Connection", "close"));
    server =
        HttpServer.start(
            HttpSettings.read(
                new Settings(Map.of("HTTP_PORT", "0", "HTTP_DRAIN", "0ms"), "HTTP_"), 0),
            List.of(echo, last),
            new Health(),
            new Metrics(),
            1);
    connection = new HttpConnection(URI.create("http://127.0.0.1:" + server.port()));
  }

  @AfterEach
  void stop() throws IOException {
    connection.close();
    server.close();
  }

  @Test
  void anAnswerIsReadWholeWhateverItsLength() throws IOException {
    for (int length : List.of(1, 10, 70_000, 1_000_000, 2)) {
      byte[] body = "x".repeat(length).getBytes(StandardCharsets.US_ASCII);
      byte[] request =
          HttpConnection.post(
              "/echo", Map.of("Content-Type", "application/json", "Say", "so"), body);

      assertThat(connection.ask(request)).isEqualTo(201);
      assertThat(connection.body()).isEqualTo(body);
      assertThat(connection.header("said")).isEqualTo("so");
      assertThat(connection.header("sai")).isEmpty();
    }
  }

  @Test
  void anAnswerWithoutABodyIsEmpty() throws IOException {
    assertThat(connection.ask(HttpConnection.get("/nowhere"))).isEqualTo(404);
    assertThat(connection.text()).contains("404");
    byte[] nothing = HttpConnection.post("/echo", Map.of(), new byte[0]);
    assertThat(connection.ask(nothing)).isEqualTo(201);
    assertThat(connection.text()).isEmpty();
  }

  @Test
  void aConnectionThatTheServerEndsIsMadeAnew() throws IOException {
    for (int i = 0; i < 3; i++) {
      assertThat(connection.ask(HttpConnection.get("/last"))).isEqualTo(200);
      assertThat(connection.text()).isEqualTo("1");
    }
  }
}
