package dev.tidemark.projection.store;

import java.time.Instant;
import java.util.UUID;

/// A replay or a verification as it is stored.
///
/// @param wish JSON
/// @param report JSON
/// @param endedAt the epoch while it is under way
/// @param trouble why it failed; else empty
public record StoredJob(
    UUID id,
    String kind,
    String wish,
    State state,
    int unitsDone,
    String report,
    Instant beganAt,
    Instant endedAt,
    String trouble) {
  /// What becomes of a job.
  public enum State {
    RUNNING,
    CANCELLING,
    DONE,
    FAILED,
    CANCELLED
  }
}
