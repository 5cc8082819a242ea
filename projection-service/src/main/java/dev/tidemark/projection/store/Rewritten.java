package dev.tidemark.projection.store;

import dev.tidemark.projection.batch.Positions;
import java.util.List;

/// Rows that were written behind the shard's positions, as they stand now.
///
/// @param marks their numbers, ascending; the last says where to read on
/// @param standing the positions of the shard when the rows were read: nothing before them is
///   missing in any of the rows
/// @param rows of those aggregates that have one
public record Rewritten(List<Long> marks, Positions standing, Slices rows) {}
