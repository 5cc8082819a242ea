package dev.tidemark.command.store;

/// Where the shards' stores are kept.
public interface StateStores {
  /// The shard's store as it was left, or an empty one if that is of no use any more. Nobody else
  /// may have it open.
  StateStore open(int shard);

  /// Throws the shard's closed store away.
  void wipe(int shard);
}
