package dev.tidemark.command.shard;

/// FOLLOWING → OPENING → SERVING → RECOVERING → SERVING … → FOLLOWING … → CLOSED. In the place of
/// SERVING it may be IMPORTING.
public enum ShardState {
  /// Somebody else's: this instance keeps its state close to the end of the log, to take over fast.
  FOLLOWING,
  /// Becoming the only writer, and learning all that was written before.
  OPENING,
  SERVING,
  /// Its log is being filled from an archive: commands are turned away until that has ended.
  IMPORTING,
  /// The log failed: opening again, to learn what became of the commands in doubt.
  RECOVERING,
  CLOSED;

  /// Whether whoever owns it knows all of the log, and so can tell at once what becomes of a
  /// command.
  boolean isOpen() {
    return this == SERVING || this == IMPORTING;
  }
}
