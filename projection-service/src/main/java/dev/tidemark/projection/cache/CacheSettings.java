package dev.tidemark.projection.cache;

import java.time.Duration;
import java.util.Comparator;
import java.util.stream.Stream;

/// @param lease how long readers may trust a shard's cache without hearing from its writer
/// @param userTimeToLive of a user's value; every time to live is shortened by chance, by up to a
///   tenth, so that what was written together does not expire together
public record CacheSettings(
    Duration lease, Duration userTimeToLive, Duration sessionTimeToLive, Duration orderTimeToLive) {
  /// A value that was written longer ago is not there any more: twice the longest time to live, so
  /// that clocks may differ, and what a reader has read may be on its way.
  Duration ageMax() {
    return Stream.of(userTimeToLive, sessionTimeToLive, orderTimeToLive)
        .max(Comparator.naturalOrder())
        .orElseThrow()
        .multipliedBy(2);
  }
}
