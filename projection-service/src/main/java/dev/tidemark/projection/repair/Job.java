package dev.tidemark.projection.repair;

import dev.tidemark.projection.store.StoredJob.State;
import java.time.Instant;
import java.util.UUID;

/// A replay or a verification.
///
/// @param unitsDone of those in the report
/// @param endedAt the epoch while it is under way
/// @param trouble why it failed; else empty
public record Job(
    UUID id,
    Wish wish,
    State state,
    int unitsDone,
    Report report,
    Instant beganAt,
    Instant endedAt,
    String trouble) {}
