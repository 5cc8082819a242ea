package dev.tidemark.runtime.tracing;

import java.time.Instant;

/// What something goes back to, perhaps in another process.
///
/// @param traceparent as it was found: one that is not valid is passed over
/// @param at when that was
public record Origin(String traceparent, Instant at) {}
