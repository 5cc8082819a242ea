package dev.tidemark.command.http;

import dev.tidemark.command.routing.Forwarder;
import dev.tidemark.runtime.http.Answer;
import dev.tidemark.runtime.http.Handler;
import dev.tidemark.runtime.http.Request;
import dev.tidemark.runtime.problem.Problem;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// Bounds the memory that bodies take, from the first byte read until the answer: many small
/// requests at once, or a few large ones.
///
/// What other instances send on has a budget of its own. It is decided here or not at all, so it
/// never waits for another instance; if it shared its budget with requests that do, two instances
/// could each hold what the other one needs.
final class BodyBudget {
  private static final int KIB = 1_024;

  private final Semaphore ofClients;
  private final Semaphore ofInstances;
  private final InstantSource clock;

  /// Handles a request that came in at this time, before it waited for room.
  interface TimedHandler {
    Answer handle(Request request, Instant arrived);
  }

  /// @param mib enough for all copies of the largest body of any route, for clients and for
  ///   instances each
  BodyBudget(int mib, InstantSource clock) {
    // Fair, or small bodies would keep large ones waiting for ever.
    this.ofClients = new Semaphore(mib * KIB, true);
    this.ofInstances = new Semaphore(mib * KIB, true);
    this.clock = clock;
  }

  /// @param bytesMax of a body that does not say how long it is
  /// @param copies how often a body is held at the same time
  /// @param patience how long to wait for the others; zero for not at all
  Handler around(TimedHandler handler, int bytesMax, int copies, Duration patience) {
    return request ->
        within(request, handler, 1 + copies * (bytes(request, bytesMax) / KIB), patience);
  }

  private Answer within(Request request, TimedHandler handler, int share, Duration patience) {
    Instant arrived = clock.instant();
    Semaphore kibs = request.header(Forwarder.SHARD_TERM).isPresent() ? ofInstances : ofClients;
    try {
      if (!kibs.tryAcquire(share, patience.toMillis(), TimeUnit.MILLISECONDS)) {
        throw full();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw full();
    }
    try {
      return handler.handle(request, arrived);
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
