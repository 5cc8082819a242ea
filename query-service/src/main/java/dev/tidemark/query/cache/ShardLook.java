package dev.tidemark.query.cache;

import dev.tidemark.views.cache.Watermark;
import java.util.List;
import java.util.Optional;

/// What the cache answered about some keys of one shard, all as of the same moment.
///
/// @param lease what the shard's cache holds; empty if nobody vouches for it now, or Redis did not
///   answer. Then nothing of it may be served
/// @param values in the order of the keys
record ShardLook(Optional<Watermark> lease, List<Optional<byte[]>> values) {
  /// Whether the value would be served from here if somebody filled it in.
  boolean isCold(int index) {
    return lease.isPresent() && values.get(index).isEmpty();
  }

  static ShardLook nothing(int keys) {
    return new ShardLook(
        Optional.empty(), java.util.Collections.nCopies(keys, Optional.<byte[]>empty()));
  }
}
