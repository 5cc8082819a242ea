package dev.tidemark.command.shard;

/// What a shard is in this process.
///
/// @param wanted whether it is assigned to this instance
/// @param term in which this instance opened it last; [#NO_TERM] if it never did
/// @param reason why it is in this state, for operators
/// @param replay how far a replay has come; empty if none is going on that takes long
/// @param left how many records are still to be replayed, at most
public record ShardStatus(
    ShardState state, boolean wanted, long term, String reason, String replay, long left) {
  public static final long NO_TERM = -1;

  /// Whether it can be given commands, though it may turn them away. While it recovers they would
  /// wait without anybody knowing for how long.
  public boolean serves() {
    return state.isOpen();
  }

  @Override
  public String toString() {
    return state + ": " + (replay.isEmpty() ? reason : replay);
  }
}
