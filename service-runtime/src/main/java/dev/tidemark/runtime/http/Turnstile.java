package dev.tidemark.runtime.http;

import java.time.Duration;
import java.util.function.LongSupplier;

/// Decides which requests are turned away because too many wait to be looked at. Thread-safe.
///
/// A server that takes everything spends itself, once more comes than it can do, on requests whose
/// clients have given up. So it minds how long requests have waited for a processor. A burst, or a
/// process that stood still for a moment, makes all of them wait for a while, and all are served.
/// When none has been looked at promptly for some time there is a standing queue, and it does
/// nothing but make everybody late; then whoever has waited longer than is prompt is turned away,
/// which is cheap, until the queue is short again.
///
/// The idea is that of CoDel (RFC 8289), in the form that Maurer gave it for servers in "Fail at
/// Scale" (ACM Queue 13, 8): mind how long things stand in a queue, and for how long it has not
/// been short.
final class Turnstile {
  /// Within this a request is looked at by a server that keeps up.
  static final Duration PROMPT = Duration.ofMillis(100);

  /// A queue that has not been short for this long stands.
  static final Duration STANDING_AFTER = Duration.ofMillis(500);

  private final LongSupplier nanoTime;
  private boolean late;
  private long lateSinceNanos;
  private long lookedAtNanos;

  Turnstile(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.lookedAtNanos = nanoTime.getAsLong();
  }

  /// @param waitedNanos how long a request has waited to be looked at
  /// @return whether it may pass
  synchronized boolean passes(long waitedNanos) {
    long now = nanoTime.getAsLong();
    boolean foundNoQueue = now - waitedNanos - lookedAtNanos > 0;
    lookedAtNanos = now;
    if (waitedNanos <= PROMPT.toNanos()) {
      late = false;
    } else if (!late || foundNoQueue) {
      late = true;
      lateSinceNanos = now;
    }
    return !late || now - lateSinceNanos <= STANDING_AFTER.toNanos();
  }
}
