package dev.tidemark.projection.log;

/// A member of the group that projects.
///
/// @param member as the group calls it: different for every process
/// @param host from which it came
public record Projector(int shard, String member, String host) {}
