package dev.tidemark.projection.view;

/// A view of one aggregate as it is stored.
///
/// @param sourceOffset of the last event folded into it: of two states, the one with the larger is
///   the newer
public record Row<V extends Record>(V view, long sourceOffset) {}
