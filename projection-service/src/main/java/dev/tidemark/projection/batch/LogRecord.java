package dev.tidemark.projection.batch;

import dev.tidemark.events.Envelope;
import dev.tidemark.events.EventTopic;
import dev.tidemark.events.kafka.LogEntry;
import dev.tidemark.projection.view.timeline.TimelineEvent;

/// A record of the log and what it turned out to be.
public record LogRecord(LogEntry entry, RawRecord raw) {
  public EventTopic topic() {
    return entry.position().topic();
  }

  public long offset() {
    return entry.position().offset();
  }

  /// Whether it changes no aggregate, but speaks of the shard.
  public boolean isOfShard() {
    return switch (entry) {
      case LogEntry.Marker _, LogEntry.Imported _ -> true;
      case LogEntry.Recorded _, LogEntry.Unreadable _ -> false;
    };
  }

  public Aggregate aggregate() {
    return switch (entry) {
      case LogEntry.Recorded(_, var envelope) ->
          new Aggregate(topic(), envelope.event().aggregateId());
      case LogEntry.Unreadable(_, var subject, _) -> Aggregate.ofAnyName(topic(), subject);
      case LogEntry.Marker _, LogEntry.Imported _ ->
          new Aggregate(topic(), "shard-" + entry.position().partition());
    };
  }

  /// What the timeline says of it.
  ///
  /// @param envelope that of this record
  public TimelineEvent onTimeline(Envelope envelope) {
    return new TimelineEvent(entry.position(), envelope, raw.header("ce_type"), raw.text());
  }

  /// The same record, found to be impossible to project.
  public LogRecord unreadable(String cause) {
    return new LogRecord(new LogEntry.Unreadable(entry.position(), aggregate().id(), cause), raw);
  }
}
