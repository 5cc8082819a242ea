package dev.tidemark.query.cache;

import java.time.Duration;

/// How long values of one kind live in Redis.
///
/// @param timeToLive of a value that a reader filled in
/// @param refreshBelow a value that is read often and has less than this left is read from the
///   database anew; zero if none is
public record Lifetime(Duration timeToLive, Duration refreshBelow) {}
