package dev.tidemark.command.http;

import dev.tidemark.runtime.http.Answer;
import dev.tidemark.runtime.http.Handler;
import dev.tidemark.runtime.http.Request;
import dev.tidemark.runtime.problem.Problem;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// Bounds the memory that bodies take, from the first byte read until the answer: many small
/// requests at once, or a few large ones.
final class BodyBudget {
  private static final int KIB = 1_024;

  private final Semaphore kibs;

  /// @param mib enough for the largest body of any route
  BodyBudget(int mib) {
    // Fair, or small bodies would keep large ones waiting for ever.
    this.kibs = new Semaphore(mib * KIB, true);
  }

  /// @param bytesMax of a body that does not say how long it is
  /// @param patience how long to wait for the others; zero for not at all
  Handler around(Handler handler, int bytesMax, Duration patience) {
    return request -> within(request, handler, 1 + bytes(request, bytesMax) / KIB, patience);
  }

  private Answer within(Request request, Handler handler, int share, Duration patience) {
    try {
      if (!kibs.tryAcquire(share, patience.toMillis(), TimeUnit.MILLISECONDS)) {
        throw full();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw full();
    }
    try {
      return handler.handle(request);
    } finally {
      kibs.release(share);
    }
  }

  private static int bytes(Request request, int bytesMax) {
    if (request.header("Transfer-Encoding").isPresent()) {
      return bytesMax;
    }
    return request.header("Content-Length", Integer::parseInt).orElse(0);
  }

  private static RuntimeException full() {
    return Problem.unavailable(
            "Expected room for the body, but others take all of it", Duration.ofSeconds(1))
        .exception();
  }
}
