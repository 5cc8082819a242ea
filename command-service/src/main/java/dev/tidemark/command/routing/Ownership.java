package dev.tidemark.command.routing;

import java.net.URI;

/// An opening of a shard, as the log tells of it.
///
/// @param term grows with every opening
/// @param node the instance that opened it, different for every process
/// @param endpoint where that takes commands
public record Ownership(long term, String node, URI endpoint) {}
