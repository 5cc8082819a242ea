package dev.tidemark.projection.store;

import dev.tidemark.projection.batch.Aggregate;

/// Where an event of an aggregate stands in the log.
public record EventAt(Aggregate aggregate, long offset) {}
