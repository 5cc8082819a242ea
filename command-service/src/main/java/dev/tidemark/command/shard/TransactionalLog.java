package dev.tidemark.command.shard;

import dev.tidemark.events.Envelope;
import dev.tidemark.events.EventTopic;
import dev.tidemark.events.archive.ShardImport;
import dev.tidemark.events.consistency.Position;
import dev.tidemark.events.kafka.ArchivedRecords.Line;
import dev.tidemark.events.kafka.LogEntry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Consumer;

/// The log of one shard, as its writer needs it.
///
/// - One writer: [#open] fences every earlier one, here or elsewhere. What such a one had begun to
///   append and not committed will never be seen; what it tries later fails.
/// - All or none: the events of one [#append] or [#copy] are committed together, in order, or none
///   is.
/// - Truth: after [#open], [#replay] up to the markers finds every event that was ever committed
///   before, also when the writer never heard of its commit.
/// - After any method threw, only [#open], [#follow] or [#close] may be called.
/// - Not thread-safe: belongs to its shard's thread. Every method returns in bounded time.
public interface TransactionalLog extends AutoCloseable {
  /// Becomes the only writer, of a new term.
  Opened open() throws LogFailedException;

  /// Passes on every committed record up to the markers, in order for each topic, in batches.
  ///
  /// @param after for each topic the offset of the last record not wanted any more; topics that are
  ///   absent are wanted from their beginning
  /// @throws LogFailedException also if there was no progress for too long; its message says what
  ///   pins the log
  void replay(Opened opened, Map<EventTopic, Long> after, Consumer<List<LogEntry>> sink)
      throws LogFailedException;

  /// Passes on what was committed after these positions, whoever wrote it, in order for each topic.
  /// Needs no opening, and ends one: a writer that follows writes no more.
  ///
  /// @param patience how long to wait for something to come
  /// @return how many records that may be read are still ahead, commit markers included; empty if
  ///   that is not known yet
  OptionalLong follow(Map<EventTopic, Long> after, Duration patience, Consumer<List<LogEntry>> sink)
      throws LogFailedException;

  /// @return where each event stands now that all are committed
  List<Position> append(List<Envelope> events) throws LogFailedException;

  /// Appends events of another log as they stand there, and how far the shard is filled with them.
  ///
  /// @return where each event stands, and last where the state does
  List<Position> copy(List<Line.Event> events, ShardImport state) throws LogFailedException;

  /// Returns if nobody else had opened the log yet when this was called, and so nothing had been
  /// committed that is not known here. An [#append] proves the same by itself.
  void confirm() throws LogFailedException;

  @Override
  void close();
}
