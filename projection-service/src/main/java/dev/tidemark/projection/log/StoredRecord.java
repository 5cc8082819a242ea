package dev.tidemark.projection.log;

import dev.tidemark.projection.batch.RawRecord;

/// A record as it stands in the log.
///
/// @param timestampMs since 1970, as its writer set it
public record StoredRecord(long offset, long timestampMs, RawRecord raw) {}
