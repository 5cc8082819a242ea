package dev.tidemark.runtime.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A gate in front of a handler that serves everything, where every request has waited too long,
/// unless a test says otherwise.
class GateTest {
  private final long late = Turnstile.PROMPT.multipliedBy(3).toNanos();
  private final AtomicLong nowNanos = new AtomicLong(1);
  private final AtomicLong waitedNanos = new AtomicLong(late);
  private final Server server = new Server();
  private final ServerConnector connector = new ServerConnector(server);

  @BeforeEach
  void start() throws Exception {
    var turnstile = new Turnstile(() -> nowNanos.addAndGet(late - 1));
    server.addConnector(connector);
    server.setHandler(new Gate(new Served(), turnstile, waitedNanos::get));
    server.start();
  }

  @AfterEach
  void stop() throws Exception {
    server.stop();
  }

  @Test
  void whoHasWaitedTooLongIsToldToComeBackAndMayDoSoOnTheSameConnection() throws Exception {
    String asked = "POST /things HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\nbody".repeat(4);
    String answers = RawClient.ask(connector.getLocalPort(), asked + get("/things"));

    assertThat(answers).startsWith("HTTP/1.1 204 ");
    String last = answers.substring(answers.lastIndexOf("HTTP/1.1 "));
    assertThat(last)
        .startsWith("HTTP/1.1 503 ")
        .contains("Retry-After: 1\r\n", "Content-Type: application/problem+json\r\n")
        .contains("too many are waiting", "\"/things\"");
    assertThat(answers.split("HTTP/1.1 ", -1)).hasSize(6);
  }

  @Test
  void whoWasNotMeasuredPassesAndProvesNothing() throws Exception {
    for (int i = 0; i < 5; i++) {
      RawClient.ask(connector.getLocalPort(), get("/things"));
    }
    waitedNanos.set(Arrivals.NOT_MEASURED);
    assertThat(RawClient.ask(connector.getLocalPort(), get("/things"))).contains(" 204 ");
    waitedNanos.set(late);
    assertThat(RawClient.ask(connector.getLocalPort(), get("/things"))).contains(" 503 ");
  }

  @Test
  void healthIsAnsweredAllTheSame() throws Exception {
    for (int i = 0; i < 5; i++) {
      assertThat(RawClient.ask(connector.getLocalPort(), get("/health/live")))
          .startsWith("HTTP/1.1 204 ");
    }
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
