package dev.tidemark.projection.store;

import java.time.Instant;

/// The parked events of one aggregate: one that cannot be applied, and those that wait behind it.
///
/// @param events how many
/// @param firstOffset of the one that the others wait for
/// @param type of that one, as the record says; "" if it says none
/// @param cause why that one is parked
/// @param parkedAt when that one was parked
public record ParkedQueue(
    QueueName name, long events, long firstOffset, String type, String cause, Instant parkedAt) {}
