package dev.tidemark.runtime.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.runtime.StartupException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What operators see of a server whose clients they are not.
class AdminServerTest {
  private final TestServer clients = new TestServer();
  private final HttpServer admin = start(0);
  private final HttpClient http = HttpClient.newHttpClient();

  private HttpServer start(int port) {
    return AdminServer.start(
        new AdminSettings("127.0.0.1", port), clients.health, clients.metrics, 0);
  }

  @AfterEach
  void stop() {
    http.close();
    admin.close();
    clients.close();
  }

  private HttpResponse<String> get(String path) throws Exception {
    var uri = URI.create("http://127.0.0.1:" + admin.port() + path);
    return http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
  }

  @Test
  void metricsAndHealthAreToldWhileOneClientHasTheOnlyPlaceAndAnotherIsTurnedAway()
      throws Exception {
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      var slow = executor.submit(() -> clients.get("/slow"));
      clients.entered.await();
      TestServer.assertProblem(clients.get("/things/a"), 503, "unavailable");

      var metrics = get("/metrics");

      assertThat(metrics.statusCode()).isEqualTo(200);
      assertThat(metrics.headers().firstValue("Content-Type"))
          .hasValue("text/plain; version=0.0.4; charset=utf-8");
      assertThat(metrics.body())
          .contains(
              "http_server_active_requests 1.0",
              "tidemark_http_refused_requests_total{reason=\"crowded\"} 1.0",
              "tidemark_http_requests_limit 1.0");
      assertThat(get("/health/live").statusCode()).isEqualTo(200);
      assertThat(get("/health/ready").statusCode()).isEqualTo(503);
      clients.mayAnswer.countDown();
      assertThat(slow.get().statusCode()).isEqualTo(200);
    }
  }

  @Test
  void requestsCountByTheTemplateOfTheirRoute() throws Exception {
    clients.get("/things/a");
    clients.get("/things/b?limit=3");
    clients.get("/things/b?limit=x");
    clients.get("/nothing/of/this/kind");

    assertThat(get("/metrics").body())
        .contains(
            counted("200", "/things/{name}") + " 2",
            counted("400", "/things/{name}") + " 1",
            "tidemark_http_refused_requests_total{reason=\"no_route\"} 1.0")
        .doesNotContain("/things/b", "/nothing");
  }

  private static String counted(String status, String route) {
    return "http_server_request_duration_seconds_count{http_request_method=\"GET\","
        + "http_response_status_code=\"%s\",http_route=\"%s\"}".formatted(status, route);
  }

  @Test
  void clientsDoNotGetTheMetrics() throws Exception {
    TestServer.assertProblem(clients.get("/metrics"), 404, "not-found");
  }

  @Test
  void aTakenPortIsSaidByTheNameOfTheSetting() {
    assertThatThrownBy(() -> start(admin.port()))
        .isInstanceOf(StartupException.class)
        .hasMessageContaining("HTTP_ADMIN_PORT " + admin.port());
  }
}
