package dev.tidemark.command.routing;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/// The time that a command may wait for an owner of its shard: from the first wait on, and never
/// beyond its deadline.
final class Parking {
  private final Changes changes;
  private final InstantSource clock;
  private final Duration timeMax;
  private final Instant deadline;
  private @Nullable Instant end;

  Parking(Changes changes, InstantSource clock, Duration timeMax, Instant deadline) {
    this.changes = changes;
    this.clock = clock;
    this.timeMax = timeMax;
    this.deadline = deadline;
  }

  /// Waits for a change after those that were seen.
  ///
  /// @param atMost how long, this time
  /// @return false if there was no time left
  boolean await(long seen, Duration atMost) throws InterruptedException {
    Instant now = clock.instant();
    if (end == null) {
      Instant full = now.plus(timeMax);
      end = full.isBefore(deadline) ? full : deadline;
    }
    Duration left = Duration.between(now, end);
    if (!left.isPositive()) {
      return false;
    }
    changes.awaitAfter(seen, left.compareTo(atMost) < 0 ? left : atMost);
    return true;
  }
}
