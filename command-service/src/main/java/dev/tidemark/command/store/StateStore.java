package dev.tidemark.command.store;

import dev.tidemark.command.aggregates.session.Session;
import dev.tidemark.command.handling.StateChanges;
import dev.tidemark.command.handling.StateView;
import dev.tidemark.events.EventTopic;
import dev.tidemark.events.archive.ShardImport;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// The state of one shard: a cache of its log, and never more than that.
///
/// - What [#apply] was given is there as a whole or not at all, also after a crash.
/// - A crash may lose the latest changes, never earlier ones without the later: what is there is
///   the state at [#offset], exactly. A clean close loses none.
/// - Outcomes are kept for the window that the store was made with, in log time: those of its
///   current [bucket][KeyWindow] and the one before, whatever the order in which they are applied.
///   Others leave none.
/// - Any method may find the store damaged; it is then good for nothing but to be wiped.
/// - Not thread-safe: belongs to its shard's thread.
public interface StateStore extends StateView, AutoCloseable {
  /// The offset of the last record of this topic that was applied; empty if none was.
  OptionalLong offset(EventTopic topic);

  /// How far the shard has been filled from an archive; empty if nobody ever began to.
  Optional<ShardImport> imported();

  /// Open sessions that expire at `now` or before, the earliest first.
  List<Session> expired(Instant now, int sessionsMax);

  void apply(StateChanges changes);

  @Override
  void close();
}
