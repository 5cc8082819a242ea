package dev.tidemark.projection.cache;

import java.time.Instant;

/// The clock of Redis as it is known here: what it last said, and when that was heard.
///
/// A lease must end when its writer meant it to. A time to live that is counted from its arrival
/// would not do: a command can lie before a Redis that is held up until long after its sender gave
/// it up, and begin a lease then. So the end is sent as an instant of Redis' own clock.
///
/// @param heardNanos by [System#nanoTime()]
record RedisClock(Instant said, long heardNanos) {
  static RedisClock heard(Instant said) {
    return new RedisClock(said, System.nanoTime());
  }

  /// An instant that Redis' clock has reached at the latest at `nanos`: it was said before it was
  /// heard, so the clock is further by now.
  Instant at(long nanos) {
    return said.plusNanos(nanos - heardNanos);
  }
}
