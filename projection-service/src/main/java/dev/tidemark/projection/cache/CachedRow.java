package dev.tidemark.projection.cache;

import dev.tidemark.events.EventTopic;
import dev.tidemark.views.cache.CacheScripts;

/// A row as it goes into the cache.
record CachedRow(EventTopic topic, long sourceOffset, CacheScripts.Entry entry) {}
