package dev.tidemark.command.routing;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tidemark.command.routing.Forwarder.Forwarded;
import dev.tidemark.runtime.metrics.Metrics;
import dev.tidemark.runtime.tracing.Operation;
import dev.tidemark.runtime.tracing.Tracing;
import dev.tidemark.runtime.tracing.TracingSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What the owner of a shard is sent, by an owner that only listens.
class ForwarderTest {
  private static final String CLIENTS = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
  private static final Operation SERVING = Operation.of(Operation.Kind.SERVER, "serve");

  private final Clock clock = Clock.systemUTC();
  private final BlockingQueue<List<String>> received = new LinkedBlockingQueue<>();
  private final Forwarder forwarder =
      new Forwarder(new Ownerships(1, new Changes()), 1, clock, new RoutingMeters(new Metrics()));
  private HttpServer owner;

  @BeforeEach
  void listen() throws Exception {
    owner = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    owner.createContext(
        "/v1/users",
        exchange -> {
          received.add(exchange.getRequestHeaders().get("traceparent"));
          ok(exchange);
        });
    // It takes the spans of these tests as well.
    owner.createContext("/v1/traces", ForwarderTest::ok);
    owner.start();
  }

  private static void ok(HttpExchange exchange) throws IOException {
    try (exchange) {
      exchange.getRequestBody().readAllBytes();
      exchange.sendResponseHeaders(200, -1);
    }
  }

  @AfterEach
  void close() {
    forwarder.close();
    owner.stop(0);
  }

  @Test
  void withoutTracingTheOwnerIsSentWhatTheClientSent() throws Exception {
    forward();

    assertThat(told()).containsExactly(CLIENTS);
  }

  @Test
  void withTracingTheOwnersPartIsBelowThatOfTheSender() throws Exception {
    var environment =
        Map.of("OTEL_TRACES_EXPORTER", "otlp", "OTEL_EXPORTER_OTLP_ENDPOINT", url().toString());
    try (var _ = Tracing.start(new TracingSettings(true), "test", environment)) {
      String sender =
          Tracing.continuing(
              SERVING,
              CLIENTS,
              () -> {
                forward();
                return Tracing.traceparent();
              });

      assertThat(told())
          .singleElement()
          .asString()
          .startsWith(CLIENTS.substring(0, 36))
          .isNotEqualTo(CLIENTS)
          .isNotEqualTo(sender);
    }
  }

  private void forward() throws InterruptedException {
    var to = new Ownership(1, "owner", url());
    var outgoing = new Outgoing("POST", "/v1/users", Map.of("traceparent", CLIENTS), new byte[0]);

    assertThat(forwarder.send(to, 0, outgoing, clock.instant().plus(Duration.ofSeconds(10))))
        .isInstanceOf(Forwarded.Answered.class);
  }

  private URI url() {
    return URI.create("http://127.0.0.1:" + owner.getAddress().getPort());
  }

  private List<String> told() throws InterruptedException {
    return received.poll(10, TimeUnit.SECONDS);
  }
}
