package dev.tidemark.runtime.http;

import java.time.Duration;
import java.util.function.LongSupplier;

/// Decides how many requests may be in hand at once, so that all of them are done in time.
/// Thread-safe.
///
/// A server that takes everything has, once more comes than it can do, so many in hand that each
/// waits for a processor many times over, and most are done when their clients have given up. So it
/// minds how long requests wait to be looked at. In a short burst all of them wait, and all are
/// served. When nobody was looked at promptly for a while there is a standing queue, and it does
/// nothing but make everybody late: then only a few may be in hand, and more again, step by step,
/// when somebody is looked at promptly. Who waits for others, and not for a processor, makes nobody
/// wait, and lowers nothing.
///
/// That a queue is bad only if it never gets short is the idea of CoDel (RFC 8289); to lower a
/// limit at once and to raise it slowly that of TCP's congestion control (RFC 5681).
final class Turnstile {
  /// Within this a request is looked at by a server that keeps up.
  static final Duration PROMPT = Duration.ofMillis(25);

  /// Whether somebody was is judged anew each time this has passed.
  static final Duration INTERVAL = Duration.ofMillis(100);

  /// A queue that was not short in so many intervals stands. In fewer it may be a burst on a
  /// process that is not warm yet.
  static final int STANDING_AFTER = 5;

  /// Enough for group commits of a fair size; each of them is done long before its client gives up.
  static final int LIMIT_MIN = 128;

  private static final int STEPS_TO_DOUBLE = 8;

  private final int limitMax;
  private final LongSupplier nanoTime;
  private int limit;
  private int lateIntervals;
  private long beganNanos;
  private long promptestNanos = Long.MAX_VALUE;
  private int inHandMax;

  /// @param limitMax in hand at once, whatever else
  Turnstile(int limitMax, LongSupplier nanoTime) {
    this.limitMax = limitMax;
    this.limit = limitMax;
    this.nanoTime = nanoTime;
    this.beganNanos = nanoTime.getAsLong();
  }

  /// @param inHand how many requests are, without this one
  /// @return whether it may be, too
  synchronized boolean passes(int inHand) {
    judge(nanoTime.getAsLong());
    inHandMax = Math.max(inHandMax, inHand);
    return inHand < limit;
  }

  /// How many may be in hand, as things stand.
  synchronized int limit() {
    return limit;
  }

  /// @param nanos how long a request has waited for a processor
  synchronized void waited(long nanos) {
    promptestNanos = Math.min(promptestNanos, nanos);
  }

  /// Where nobody has waited nothing is proved. With few in hand it is not they who make others
  /// wait.
  private void judge(long now) {
    if (now - beganNanos < INTERVAL.toNanos()) {
      return;
    }
    if (promptestNanos <= PROMPT.toNanos()) {
      lateIntervals = 0;
      if (inHandMax >= limit) {
        limit = Math.min(limitMax, limit + limit / STEPS_TO_DOUBLE);
      }
    } else if (promptestNanos < Long.MAX_VALUE && inHandMax >= LIMIT_MIN) {
      lateIntervals++;
      if (lateIntervals >= STANDING_AFTER) {
        limit = Math.min(limitMax, LIMIT_MIN);
      }
    } else {
      lateIntervals = 0;
    }
    beganNanos = now;
    promptestNanos = Long.MAX_VALUE;
    inHandMax = 0;
  }
}
