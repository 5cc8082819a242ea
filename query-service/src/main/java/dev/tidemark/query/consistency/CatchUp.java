package dev.tidemark.query.consistency;

import dev.tidemark.events.consistency.ConsistencyToken;
import dev.tidemark.runtime.tracing.Operation;
import dev.tidemark.runtime.tracing.Operation.Kind;
import dev.tidemark.runtime.tracing.Tracing;
import java.time.Duration;
import java.util.function.Function;

/// Waits for the projection to reach what a reader has seen. Thread-safe.
public final class CatchUp {
  private static final Operation AWAIT = Operation.of(Kind.INTERNAL, "await views");
  private static final Duration POLL_FIRST = Duration.ofMillis(5);
  private static final Duration POLL_MAX = Duration.ofMillis(50);

  private final Duration waitMax;
  private final Function<Scope, Positions> look;
  private final TokenMeters meters;

  /// @param waitMax how long one request may wait
  /// @param look what the database holds now; called again and again, so it should be cheap for
  ///   many who ask at once
  public CatchUp(Duration waitMax, Function<Scope, Positions> look, TokenMeters meters) {
    this.waitMax = waitMax;
    this.look = look;
    this.meters = meters;
  }

  /// Returns when the database covers the token.
  ///
  /// @throws NotCaughtUpException if that takes too long
  public void await(ConsistencyToken token, Scope scope) {
    boolean _ = Tracing.within(AWAIT, () -> reached(token, scope));
  }

  /// @return true: it throws if not
  private boolean reached(ConsistencyToken token, Scope scope) {
    long start = System.nanoTime();
    Duration pause = POLL_FIRST;
    while (!look.apply(scope).cover(token, scope)) {
      if (System.nanoTime() - start > waitMax.minus(pause).toNanos()) {
        meters.notCaughtUp(start);
        throw new NotCaughtUpException(
            "Expected the views to reach the token, or what was committed when the request came,"
                + " within "
                + waitMax.toMillis()
                + " ms, but they have not yet");
      }
      pause(pause);
      pause = pause.multipliedBy(2).compareTo(POLL_MAX) < 0 ? pause.multipliedBy(2) : POLL_MAX;
    }
    meters.reached(start);
    return true;
  }

  private static void pause(Duration pause) {
    try {
      Thread.sleep(pause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new NotCaughtUpException("Expected to wait, but the service is stopping");
    }
  }
}
