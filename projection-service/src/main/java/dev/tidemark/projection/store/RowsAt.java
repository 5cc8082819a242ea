package dev.tidemark.projection.store;

import dev.tidemark.projection.batch.LogFold.LeftOut;
import dev.tidemark.projection.batch.Positions;

/// Rows of one shard at one moment.
///
/// @param standing where the shard stood then
/// @param leftOut which events before that are in no row
public record RowsAt(Positions standing, LeftOut leftOut, Slices rows) {}
