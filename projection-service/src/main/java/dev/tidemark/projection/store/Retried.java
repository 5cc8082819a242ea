package dev.tidemark.projection.store;

/// What became of the parked events of one aggregate.
///
/// @param discarded how many were taken out unapplied
/// @param applied how many are in the views now
/// @param left how many are still parked
/// @param cause why the first of those left cannot be applied; "" if none is left
public record Retried(QueueName name, int discarded, int applied, long left, String cause) {}
