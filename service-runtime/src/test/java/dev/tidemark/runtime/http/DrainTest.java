package dev.tidemark.runtime.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.runtime.health.Health;
import dev.tidemark.runtime.metrics.Metrics;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class DrainTest {
  private final HttpServer server =
      HttpServer.start(
          new HttpSettings(
              "127.0.0.1",
              0,
              10,
              100,
              Duration.ofSeconds(10),
              Duration.ofSeconds(1),
              // Until it is interrupted.
              Duration.ofMinutes(5),
              Duration.ofSeconds(5),
              false),
          List.of(Route.of(Route.Method.GET, "/", Role.CLIENT, _ -> Answer.empty(204))),
          new Health(),
          new Metrics(),
          0);

  @Test
  void requestsAreHandledWhileDrainingAndEndTheirConnections() throws Exception {
    try (var client = HttpClient.newHttpClient()) {
      assertThat(isLast(get(client))).isFalse();
      Thread closing = Thread.ofVirtual().start(server::close);

      HttpResponse<String> answer = get(client);
      while (!isLast(answer)) {
        answer = get(client);
      }

      assertThat(answer.statusCode()).isEqualTo(204);
      closing.interrupt();
      closing.join();
    }
  }

  private HttpResponse<String> get(HttpClient client) throws Exception {
    var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/"));
    return client.send(request.build(), BodyHandlers.ofString());
  }

  private static boolean isLast(HttpResponse<String> answer) {
    return answer.headers().allValues("Connection").contains("close");
  }
}
