package dev.tidemark.projection.runtime;

import dev.tidemark.projection.batch.Positions;
import java.time.Instant;

/// Follows a shard of the store at its own pace.
///
/// - No call blocks or throws: the store never waits for those who follow it.
/// - Calls come from the shard's worker, one at a time.
public interface Follower extends AutoCloseable {
  /// Events were applied of which the oldest was recorded then. Where the store stands with them is
  /// [told][#standsAt] next.
  void applied(Instant oldest);

  /// The store stands here now. What was between may be skipped: only the newest counts.
  void standsAt(Positions positions);

  /// Somebody else writes the shard, so nothing is known of it until it [stands][#standsAt]
  /// somewhere again.
  void lost();

  Follow following();

  /// Stops following. Waits for what is in hand, within bounds.
  @Override
  void close();

  /// @param upToDate whether all that is in the store has been followed, and stays so
  /// @param detail for operators
  record Follow(boolean upToDate, String detail) {}
}
