package dev.tidemark.query.store;

import dev.tidemark.query.consistency.Positions;
import dev.tidemark.query.consistency.Reading;
import dev.tidemark.query.consistency.Scope;
import dev.tidemark.query.consistency.Source;

/// Rows, and the positions that they reflect: both as of the same moment.
///
/// @param source the server that told them
public record Snapshot<T>(T rows, Positions positions, Source source) {
  /// What a reader who asks about `scope` is told.
  public Reading<T> reading(Scope scope) {
    return Reading.from(source, rows, positions.reflected(scope));
  }
}
