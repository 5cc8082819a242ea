package dev.tidemark.query;

import dev.tidemark.query.cache.CacheMeters;
import dev.tidemark.query.consistency.TokenMeters;
import dev.tidemark.query.store.StoreMeters;
import dev.tidemark.runtime.metrics.Metrics;

/// The meters of whatever reads, for all generations of the views together.
record ReadingMeters(CacheMeters cache, StoreMeters store, TokenMeters tokens) {
  static ReadingMeters of(Metrics metrics) {
    return new ReadingMeters(
        new CacheMeters(metrics), new StoreMeters(metrics), new TokenMeters(metrics));
  }
}
