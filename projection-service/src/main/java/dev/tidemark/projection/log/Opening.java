package dev.tidemark.projection.log;

import java.time.Instant;

/// The newest opening of a shard on the command side: who decides for it.
///
/// @param term grows with every opening
/// @param endpoint where its owner takes commands
public record Opening(int shard, long term, String node, String endpoint, Instant openedAt) {}
