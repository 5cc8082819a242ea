package dev.tidemark.projection.store;

import dev.tidemark.projection.batch.RawRecord;
import java.time.Instant;

/// A parked record, as it stands in the log.
public record ParkedEvent(long offset, RawRecord raw, String cause, Instant parkedAt) {}
