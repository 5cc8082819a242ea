package dev.tidemark.runtime.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.runtime.metrics.Metrics;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A gate in front of a handler that serves everything, with as many in hand as there may be,
/// unless a test says otherwise.
class GateTest {
  private static final int LIMIT = 2;

  private final AtomicInteger inHand = new AtomicInteger(LIMIT);
  private final Server server = new Server();
  private final ServerConnector connector = new ServerConnector(server);

  @BeforeEach
  void start() throws Exception {
    var turnstile = new Turnstile(LIMIT, System::nanoTime);
    server.addConnector(connector);
    server.setHandler(
        new Gate(new Served(), turnstile, () -> 0, inHand::get, new HttpMeters(new Metrics())));
    server.start();
  }

  @AfterEach
  void stop() throws Exception {
    server.stop();
  }

  @Test
  void oneTooManyIsToldToComeBackAndMayDoSoOnTheSameConnection() throws Exception {
    String asked = "POST /things HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\nbody".repeat(4);
    String answers = RawClient.ask(connector.getLocalPort(), asked + get("/things"));

    assertThat(answers)
        .startsWith("HTTP/1.1 503 ")
        .contains("Retry-After: 1\r\n", "Content-Type: application/problem+json\r\n")
        .contains("too many are waiting", "\"/things\"");
    assertThat(answers.split("HTTP/1.1 503 ", -1)).hasSize(6);
  }

  @Test
  void whoFindsRoomIsServed() throws Exception {
    inHand.decrementAndGet();
    assertThat(RawClient.ask(connector.getLocalPort(), get("/things"))).startsWith("HTTP/1.1 204 ");
  }

  @Test
  void healthIsAnsweredAllTheSame() throws Exception {
    assertThat(RawClient.ask(connector.getLocalPort(), get("/health/live")))
        .startsWith("HTTP/1.1 204 ");
  }

  private static String get(String path) {
    return "GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
  }

  private static final class Served extends Handler.Abstract {
    @Override
    public boolean handle(Request request, Response response, Callback callback) {
      response.setStatus(204);
      callback.succeeded();
      return true;
    }
  }
}
