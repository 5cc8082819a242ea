package dev.tidemark.runtime.http;

import dev.tidemark.runtime.problem.Problem;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/// What a request meets first, in the thread that reads from all connections. If too many are in
/// hand it is turned away there and then, where that costs the least: nothing but its head has been
/// looked at, and no other thread had to wake. Who may pass is handled in a thread of its own, and
/// how long that has to wait for a processor is what the next ones are judged by.
///
/// Health is answered however many there are.
final class Gate extends Handler.Wrapper {
  private static final Problem CROWDED =
      Problem.unavailable(
          "Expected to look at a request at once, but too many are waiting", Duration.ofSeconds(1));

  private final Turnstile turnstile;
  private final Executor threads;
  private final IntSupplier handled;
  private final HttpMeters meters;

  /// Those who have passed, and have no processor yet.
  private final AtomicInteger waiting = new AtomicInteger();

  /// @param threads where requests are handled
  /// @param handled how many are being handled
  Gate(Turnstile turnstile, Executor threads, IntSupplier handled, HttpMeters meters) {
    this.turnstile = turnstile;
    this.threads = threads;
    this.handled = handled;
    this.meters = meters;
  }

  /// Says that [#handle] never blocks, so that it need not be called in a thread of its own.
  @Override
  public InvocationType getInvocationType() {
    return InvocationType.NON_BLOCKING;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    String path = Objects.requireNonNullElse(request.getHttpURI().getPath(), "");
    if (HealthRoutes.PATHS.contains(path) || turnstile.passes(waiting.get() + handled.getAsInt())) {
      pass(request, response, callback);
    } else {
      meters.turnedAwayAtTheGate();
      response.setStatus(CROWDED.status());
      JettyErrors.write(CROWDED, path, response, callback);
    }
    return true;
  }

  private void pass(Request request, Response response, Callback callback) {
    long sinceNanos = System.nanoTime();
    waiting.incrementAndGet();
    threads.execute(() -> {
      waiting.decrementAndGet();
      long waitedNanos = System.nanoTime() - sinceNanos;
      turnstile.waited(waitedNanos);
      meters.waited(waitedNanos);
      handleWithin(request, response, callback);
    });
  }

  /// What Jetty does around a handler that it calls itself.
  private void handleWithin(Request request, Response response, Callback callback) {
    try {
      if (!super.handle(request, response, callback)) {
        Response.writeError(request, response, callback, HttpStatus.NOT_FOUND_404);
      }
    } catch (Throwable e) {
      Response.writeError(request, response, callback, e);
    }
  }
}
