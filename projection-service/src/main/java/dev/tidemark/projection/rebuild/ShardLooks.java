package dev.tidemark.projection.rebuild;

import dev.tidemark.projection.batch.Positions;
import dev.tidemark.projection.generation.ViewDiff;
import dev.tidemark.projection.store.RowDiff;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/// Looks at the rows that two generations have of one shard, and again at those that moved
/// meanwhile. For one thread.
final class ShardLooks {
  private final RowDiff rows;
  private final String before;
  private final String after;
  private final int shard;
  private final Map<String, ViewDiff> found = new TreeMap<>();
  private Positions from = Positions.START;

  /// @param before schema of the one generation
  /// @param after schema of the other
  ShardLooks(RowDiff rows, String before, String after, int shard) {
    this.rows = rows;
    this.before = before;
    this.after = after;
    this.shard = shard;
  }

  void look() {
    RowDiff.Pass pass = rows.pass(before, after, shard, from);
    pass.views().forEach(view -> found.merge(view.view(), view, ViewDiff::then));
    from = pass.to();
  }

  /// Whether rows moved while they were looked at.
  boolean isOpen() {
    return found.values().stream().anyMatch(view -> view.undecided() > 0);
  }

  Collection<ViewDiff> found() {
    return found.values();
  }
}
