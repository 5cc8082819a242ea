package dev.tidemark.runtime.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.runtime.metrics.Metrics;
import java.io.IOException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Invocable.InvocationType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A gate in front of a handler that serves everything, with as many in hand as there may be,
/// unless a test says otherwise.
class GateTest {
  private static final int LIMIT = 2;

  private final AtomicInteger inHand = new AtomicInteger(LIMIT);
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("own-", 0).factory());
  private final Handled handler = new Handled();
  private final Server server = new Server();
  private final ServerConnector connector = new ServerConnector(server);

  @BeforeEach
  void start() throws Exception {
    var gate =
        new Gate(
            new Turnstile(LIMIT, System::nanoTime),
            threads,
            inHand::get,
            new HttpMeters(new Metrics()));
    gate.setHandler(handler);
    server.addConnector(connector);
    server.setHandler(gate);
    server.start();
  }

  @AfterEach
  void stop() throws Exception {
    server.stop();
    threads.close();
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

  @Test
  void whatIsServedHasAThreadOfItsOwnAndWhatIsTurnedAwayNeedsNone() throws Exception {
    inHand.decrementAndGet();
    assertThat(RawClient.ask(connector.getLocalPort(), get("/things"))).contains("In: own-");
    assertThat(server.getInvocationType()).isEqualTo(InvocationType.NON_BLOCKING);
  }

  @Test
  void whatNobodyHandlesIsNotFoundAndWhatFailsIsAMistake() throws Exception {
    inHand.decrementAndGet();
    assertThat(RawClient.ask(connector.getLocalPort(), get("/nothing"))).contains(" 404 ");
    assertThat(RawClient.ask(connector.getLocalPort(), get("/wrong"))).contains(" 500 ");
  }

  private static String get(String path) {
    return "GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
  }

  /// Says in which thread.
  private static final class Handled extends Handler.Abstract {
    @Override
    public boolean handle(Request request, Response response, Callback callback)
        throws IOException {
      switch (request.getHttpURI().getPath()) {
        case "/nothing" -> {
          return false;
        }
        case "/wrong" -> throw new IOException("of a test");
        default -> {
          response.setStatus(204);
          response.getHeaders().put("In", Thread.currentThread().getName());
          callback.succeeded();
        }
      }
      return true;
    }
  }
}
