package dev.tidemark.projection.store;

import dev.tidemark.projection.batch.Positions;
import java.util.List;

/// Takes from readers the trust in the caches of a shard, before rows that these have passed
/// change.
@FunctionalInterface
public interface LeaseEnd {
  /// When it returns, nobody is answered from a cache of the shard, until a writer of that cache
  /// has begun anew: all that an earlier writer still does is refused. If it throws, nothing is
  /// known.
  ///
  /// @param schema of the rows: caches that are written from others are not concerned
  /// @param standing where the shard stands in the store, which the caller holds
  /// @return the caches, by generation: for each a mark must be left
  List<Integer> end(String schema, int shard, Positions standing);
}
