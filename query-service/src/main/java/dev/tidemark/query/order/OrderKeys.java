package dev.tidemark.query.order;

import dev.tidemark.events.value.OrderId;
import dev.tidemark.query.cache.CacheKey;
import dev.tidemark.query.cache.Kind;
import dev.tidemark.views.OrderView;

/// Where orders stand in the cache.
///
/// @param shards how many the system has
public record OrderKeys(Kind<OrderView> kind, int shards) {
  CacheKey<OrderView> of(OrderId id) {
    int shard = id.slot().shard(shards);
    return new CacheKey<>(kind, shard, id.toString());
  }
}
