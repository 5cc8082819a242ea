package dev.tidemark.command.shard;

/// FOLLOWING → OPENING → SERVING → RECOVERING → SERVING … → FOLLOWING … → CLOSED.
public enum ShardState {
  /// Somebody else's: this instance keeps its state close to the end of the log, to take over fast.
  FOLLOWING,
  /// Becoming the only writer, and learning all that was written before.
  OPENING,
  SERVING,
  /// The log failed: opening again, to learn what became of the commands in doubt.
  RECOVERING,
  CLOSED
}
