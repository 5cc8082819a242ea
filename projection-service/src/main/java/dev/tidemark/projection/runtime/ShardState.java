package dev.tidemark.projection.runtime;

/// What a shard's worker is doing.
public enum ShardState {
  /// Finding out where the shard stands, and going there in the log.
  OPENING,
  /// Reading the log and applying it.
  POLLING,
  /// Something it needs is not there; it tries again after a pause.
  WAITING,
  /// Its positions are not in the log: an operator must decide. It looks again after a pause.
  OUT_OF_LOG,
  STOPPED
}
