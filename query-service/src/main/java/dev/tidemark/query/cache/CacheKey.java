package dev.tidemark.query.cache;

import dev.tidemark.query.consistency.Scope;
import dev.tidemark.views.cache.CacheKeys;

/// The place of one view in the cache.
///
/// @param id of its aggregate, as the subject of its events says it
public record CacheKey<V extends Record>(Kind<V> kind, int shard, String id) {
  public Scope scope() {
    return Scope.of(kind.topic(), shard);
  }

  /// In Redis.
  public String text() {
    return keys().of(kind.topic(), id);
  }

  /// The same in every generation.
  String place() {
    return CacheKeys.place(shard, kind.topic(), id);
  }

  CacheKeys keys() {
    return new CacheKeys(kind.generation(), shard);
  }
}
