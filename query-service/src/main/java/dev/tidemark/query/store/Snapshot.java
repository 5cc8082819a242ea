package dev.tidemark.query.store;

import dev.tidemark.query.consistency.Positions;

/// Rows, and the positions that they reflect: both as of the same moment.
public record Snapshot<T>(T rows, Positions positions) {}
