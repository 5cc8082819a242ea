package dev.tidemark.query.cache;

import dev.tidemark.query.consistency.Scope;

/// The place of one view in the cache.
///
/// @param text the key in Redis
public record CacheKey<V extends Record>(Kind<V> kind, int shard, String text) {
  public Scope scope() {
    return Scope.of(kind.topic(), shard);
  }
}
