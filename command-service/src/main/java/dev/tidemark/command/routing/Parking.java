package dev.tidemark.command.routing;

import dev.tidemark.runtime.tracing.Operation;
import dev.tidemark.runtime.tracing.Operation.Kind;
import dev.tidemark.runtime.tracing.Tracing;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/// The time that a command may wait for an owner of its shard: from the first wait on, and never
/// beyond its deadline.
final class Parking {
  private static final Operation AWAIT = Operation.of(Kind.INTERNAL, "await owner");

  private final Changes changes;
  private final InstantSource clock;
  private final Semaphore places;
  private final Duration timeMax;
  private final Instant deadline;
  private final RoutingMeters meters;
  private @Nullable Instant end;

  /// @param places for all that wait at once: one shard without an owner must not keep the commands
  ///   of all others out
  Parking(
      Changes changes,
      InstantSource clock,
      Semaphore places,
      Duration timeMax,
      Instant deadline,
      RoutingMeters meters) {
    this.changes = changes;
    this.clock = clock;
    this.places = places;
    this.timeMax = timeMax;
    this.deadline = deadline;
    this.meters = meters;
  }

  /// Waits for a change after those that were seen.
  ///
  /// @param atMost how long, this time
  /// @return false if there was no time left, or no place to wait
  boolean await(long seen, Duration atMost) throws InterruptedException {
    Instant now = clock.instant();
    if (end == null) {
      meters.parked();
      Instant full = now.plus(timeMax);
      end = full.isBefore(deadline) ? full : deadline;
    }
    Duration left = Duration.between(now, end);
    if (!left.isPositive() || !places.tryAcquire()) {
      return false;
    }
    Duration patience = left.compareTo(atMost) < 0 ? left : atMost;
    try {
      return Tracing.within(
          AWAIT,
          () -> {
            changes.awaitAfter(seen, patience);
            return true;
          });
    } finally {
      places.release();
    }
  }
}
