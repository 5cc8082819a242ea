package dev.tidemark.projection.cache;

import java.time.Duration;

/// @param lease how long readers may trust a shard's cache without hearing from its writer
/// @param userTimeToLive of a user's value; every time to live is shortened by chance, by up to a
///   tenth, so that what was written together does not expire together
public record CacheSettings(
    Duration lease,
    Duration userTimeToLive,
    Duration sessionTimeToLive,
    Duration orderTimeToLive) {}
