package dev.tidemark.query.cache;

import dev.tidemark.events.EventTopic;

/// One kind of cached view, in one generation.
///
/// @param topic the one it follows from; its offsets are the versions of its values
public record Kind<V extends Record>(
    int generation, EventTopic topic, Class<V> type, Lifetime lifetime) {}
