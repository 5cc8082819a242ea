package dev.tidemark.query.store;

import java.time.Instant;
import java.util.UUID;

/// The last row of a page of a list sorted by time and id, newest first. The next page begins
/// behind it, whatever was added meanwhile.
///
/// @param at to the microsecond, as PostgreSQL keeps it
public record Keyset(Instant at, UUID id) {}
