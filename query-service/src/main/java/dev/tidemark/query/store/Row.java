package dev.tidemark.query.store;

/// A view as it stands in the database.
///
/// @param sourceOffset the offset of the last event folded into it: its version in the cache
public record Row<V extends Record>(V view, long sourceOffset) {}
