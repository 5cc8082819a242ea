package dev.tidemark.events.kafka;

import dev.tidemark.events.Envelope;
import dev.tidemark.events.archive.ShardImport;
import dev.tidemark.events.consistency.Position;

/// What a record of an event topic turned out to be.
public sealed interface LogEntry {
  Position position();

  record Recorded(Position position, Envelope envelope) implements LogEntry {}

  /// A new owner, of this term, opened the shard. Changes no aggregate.
  record Marker(Position position, long term) implements LogEntry {}

  /// The shard is being filled from an archive, and has come so far. Changes no aggregate.
  record Imported(Position position, ShardImport state) implements LogEntry {}

  /// @param subject the aggregate it belongs to, as far as it can be told
  /// @param cause what was expected, for operators
  record Unreadable(Position position, String subject, String cause) implements LogEntry {}
}
