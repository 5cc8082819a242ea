package dev.tidemark.projection.cache;

import dev.tidemark.projection.store.Rewritten;
import dev.tidemark.projection.store.ViewStore;
import dev.tidemark.views.cache.CacheKeys;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/// Rows that repairs have left behind the cursor of a shard's cache, each with a mark.
///
/// @param ageMax of any value; older marks are forgotten
record MarkedRows(ViewStore store, CacheKeys keys, CachedRows rows, Duration ageMax) {
  private static final int MARKS_MAX = 100;
  private static final int OLD_MARKS_MAX = 10_000;

  /// Writes them. Once for each chain: who writes more of them ends it.
  ///
  /// @return false if it was closed before all were written
  boolean write(CacheChain writing, BooleanSupplier closed) {
    long after = 0;
    while (!closed.getAsBoolean()) {
      Rewritten behind = store.rewritten(keys.generation(), keys.shard(), after, MARKS_MAX);
      if (behind.marks().isEmpty()) {
        store.forgetRewritten(keys.shard(), ageMax, OLD_MARKS_MAX);
        return true;
      }
      writing.rewrite(rows.of(behind.rows(), behind.standing()));
      after = behind.marks().getLast();
    }
    return false;
  }
}
