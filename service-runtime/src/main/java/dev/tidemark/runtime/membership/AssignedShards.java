package dev.tidemark.runtime.membership;

import java.util.Collection;

/// The shards that an instance works on. Told by one thread at a time.
public interface AssignedShards {
  /// Returns at once. A shard may be assigned again that has not been revoked.
  void assigned(int shard);

  /// The group waits for the return before it gives them to others.
  void revoked(Collection<Integer> shards);

  /// All that are assigned.
  void revokedAll();
}
