package dev.tidemark.projection.admin;

import java.time.Instant;
import java.util.Map;

/// What query services have answered since they started, all together, and what their caches had.
///
/// @param services how many there are to ask, by this service's settings
/// @param answers by the farthest store that was needed: `near`, `redis`, `replica`, `postgres`
/// @param looks into the caches, by tier: `near`, `redis`
/// @param hits of these: what was asked for, or that there is no such thing
/// @param unavailable which of them did not answer, and why
record ReadsReport(
    Instant at,
    int services,
    Map<String, Long> answers,
    Map<String, Long> looks,
    Map<String, Long> hits,
    Map<String, String> unavailable) {}
