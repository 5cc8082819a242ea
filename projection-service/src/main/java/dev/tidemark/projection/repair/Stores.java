package dev.tidemark.projection.repair;

import dev.tidemark.projection.cache.CacheValues;
import dev.tidemark.projection.runtime.LogSettings;
import dev.tidemark.projection.store.ViewRepairs;

/// What is held against each other.
public record Stores(LogSettings log, ViewRepairs views, CacheValues cache) {}
