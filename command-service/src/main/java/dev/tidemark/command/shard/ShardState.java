package dev.tidemark.command.shard;

/// OPENING → SERVING → RECOVERING → SERVING … → CLOSED.
public enum ShardState {
  /// Becoming the only writer, and learning all that was written before.
  OPENING,
  SERVING,
  /// The log failed: opening again, to learn what became of the commands in doubt.
  RECOVERING,
  CLOSED
}
