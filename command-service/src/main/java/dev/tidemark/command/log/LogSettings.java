package dev.tidemark.command.log;

import dev.tidemark.runtime.brokers.Brokers;
import java.time.Duration;

/// @param node the name of this instance
/// @param endpoint where it takes commands
/// @param compression of what it appends: `zstd` or `lz4`, as the topics
/// @param replayStallMax how long a replay may stand still before it fails
public record LogSettings(
    Brokers brokers, String node, String endpoint, String compression, Duration replayStallMax) {}
