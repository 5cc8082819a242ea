package dev.tidemark.query.cache;

import dev.tidemark.views.cache.CacheKeys;
import java.util.List;
import java.util.stream.Stream;

/// Keys of one shard, in one generation.
record ShardKeys(CacheKeys shard, List<String> keys) {
  /// With the lease behind them, so that one MGET tells the values and whether they count.
  String[] withLease() {
    return Stream.concat(keys.stream(), Stream.of(shard.lease())).toArray(String[]::new);
  }
}
