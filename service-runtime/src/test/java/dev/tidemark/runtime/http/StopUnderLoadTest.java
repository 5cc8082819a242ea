package dev.tidemark.runtime.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.runtime.health.Health;
import dev.tidemark.runtime.metrics.Metrics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A server that stops while clients ask and ask.
@Timeout(60)
class StopUnderLoadTest {
  private static final int CALLERS_OF_EACH_KIND = 4;
  private static final long WORK_NANOS = 5_000_000;

  /// More than fits into the buffers on the way at once, so that an answer can break off.
  private static final int BODY_BYTES = 200_000;

  private final AtomicInteger handled = new AtomicInteger();
  private final CountDownLatch busy = new CountDownLatch(20 * CALLERS_OF_EACH_KIND);
  private final HttpServer server =
      HttpServer.start(
          new HttpSettings(
              "127.0.0.1",
              0,
              100,
              100,
              Duration.ofSeconds(10),
              Duration.ofSeconds(1),
              Duration.ofMillis(300),
              Duration.ofSeconds(10),
              false),
          List.of(Route.of(Route.Method.GET, "/", Role.CLIENT, _ -> work())),
          new Health(),
          new Metrics(),
          0);

  @Test
  void everyRequestThatIsTakenGetsItsWholeAnswerAndLaterOnesAreRefused() throws Exception {
    int port = server.port();
    var callers = new ArrayList<Future<Caller.Seen>>();
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < CALLERS_OF_EACH_KIND; i++) {
        callers.add(executor.submit(new Caller(port, "/", true)));
        callers.add(executor.submit(new Caller(port, "/", false)));
      }
      busy.await();
      server.close();
    }

    List<Caller.Seen> seen = callers.stream().map(Future::resultNow).toList();
    var statuses = seen.stream().flatMap(each -> each.statuses().stream()).toList();
    assertThat(seen).allMatch(each -> each.cut().isEmpty());
    // Whoever got no answer at all was still in the system's queue, and nothing was begun.
    assertThat(Collections.frequency(statuses, 200)).isEqualTo(handled.get());
    assertThat(statuses).allMatch(status -> status == 200 || status == 503);
  }

  private Answer work() {
    handled.incrementAndGet();
    busy.countDown();
    LockSupport.parkNanos(WORK_NANOS);
    return Answer.of(200, "text/plain", new byte[BODY_BYTES]);
  }
}
