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
  private static final Duration PAUSE_MIN = Duration.ofMillis(2);
  private static final Duration PAUSE_MAX = Duration.ofMillis(50);

  /// Between two looks passes this part of what was waited before, so that nobody waits for much
  /// longer than the projection took.
  private static final int PAUSE_PART = 4;

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
    while (!look.apply(scope).cover(token, scope)) {
      Duration waited = Duration.ofNanos(System.nanoTime() - start);
      Duration pause = pauseAfter(waited);
      if (waited.plus(pause).compareTo(waitMax) > 0) {
        meters.notCaughtUp(start);
        throw new NotCaughtUpException(
            "Expected the views to reach the token, or what was committed when the request came,"
                + " within "
                + waitMax.toMillis()
                + " ms, but they have not yet");
      }
      pause(pause);
    }
    meters.reached(start);
    return true;
  }

  /// How long to wait for the next look.
  static Duration pauseAfter(Duration waited) {
    long part = waited.toNanos() / PAUSE_PART;
    return Duration.ofNanos(Math.clamp(part, PAUSE_MIN.toNanos(), PAUSE_MAX.toNanos()));
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
