package dev.tidemark.command.store;

import java.time.Duration;
import java.time.Instant;

/// For how long keys are remembered, by the time of the log: at least so long, at most twice.
///
/// Time is cut into buckets that are each one window long. Kept are the bucket of the newest event
/// and the one before it. So what is kept follows from the events alone, in whatever order they
/// were applied, and a bucket is dropped as a whole.
record KeyWindow(Duration length) {
  long bucket(Instant recordedAt) {
    return Math.floorDiv(recordedAt.toEpochMilli(), length.toMillis());
  }

  long oldestKept(Instant logTime) {
    return bucket(logTime) - 1;
  }
}
