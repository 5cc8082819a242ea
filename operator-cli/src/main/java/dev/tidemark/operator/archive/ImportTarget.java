package dev.tidemark.operator.archive;

import dev.tidemark.events.EventTopic;
import dev.tidemark.events.archive.Prefix;
import dev.tidemark.events.archive.ShardImport;
import java.util.List;
import java.util.Optional;

/// A system that an archive is imported into.
///
/// - Every step may be asked for again: what is done already is not done twice.
/// - What does not follow on what the shard holds is refused, and changes nothing.
/// - Thread-safe, for different shards.
public interface ImportTarget {
  /// How far a shard is.
  ///
  /// @param shards how many the system has
  /// @param empty whether this one holds no event, of whatever origin
  /// @param imported empty if nobody ever began to import
  record Standing(int shards, boolean empty, Optional<ShardImport> imported) {}

  Standing look(int shard) throws InterruptedException;

  /// From now on the shard takes these events, and no commands.
  ///
  /// @param source the identity of the archived log
  Standing begin(int shard, String source) throws InterruptedException;

  /// @param after how much of the topic is there already
  /// @param lines of the archive, at least one
  Standing take(int shard, EventTopic topic, Prefix after, List<byte[]> lines)
      throws InterruptedException;

  /// From now on the shard takes commands again.
  ///
  /// @param whole how much there is of each topic
  Standing end(int shard, ShardImport whole) throws InterruptedException;
}
