package dev.tidemark.projection.admin;

import dev.tidemark.events.Envelope;
import dev.tidemark.events.kafka.LogEntry;
import dev.tidemark.projection.batch.LogRecord;
import dev.tidemark.views.BrokenHistoryException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What the log tells of one aggregate: its events, and what they make of it, one after the other.
final class Told {
  private final List<AggregateReport.LoggedEvent> events = new ArrayList<>();
  private final TreeMap<Long, Record> states = new TreeMap<>();
  private @Nullable Long brokenAt;

  private Told() {}

  static Told by(List<LogRecord> records) {
    var told = new Told();
    records.forEach(told::add);
    return told;
  }

  List<AggregateReport.LoggedEvent> events() {
    return events;
  }

  /// The state after all events before a position; empty if there are none.
  Optional<Record> before(long position) {
    return Optional.ofNullable(states.lowerEntry(position)).map(entry -> entry.getValue());
  }

  /// The offset of the last event before a position; -1 if there is none.
  long lastBefore(long position) {
    Long last = states.lowerKey(position);
    return last == null ? -1 : last;
  }

  /// How many events stand at a position or later.
  long countFrom(long position) {
    return states.tailMap(position, true).size();
  }

  /// Whether nothing of it can stand before what was read.
  boolean beginsAtFirst() {
    Long sequence = events.isEmpty() ? null : events.getFirst().sequence();
    return sequence != null && sequence == 1;
  }

  /// The first event that cannot be read or folded; it and all later ones have no state.
  Optional<Long> brokenAt() {
    return Optional.ofNullable(brokenAt);
  }

  private void add(LogRecord found) {
    switch (found.entry()) {
      case LogEntry.Marker _, LogEntry.Imported _ -> {}
      case LogEntry.Unreadable(_, _, var cause) -> broken(found, null, cause);
      case LogEntry.Recorded(_, var envelope) -> fold(found, envelope);
    }
  }

  private void fold(LogRecord found, Envelope envelope) {
    if (brokenAt != null) {
      broken(found, envelope, "waits behind the event at " + brokenAt);
      return;
    }
    try {
      Record before = states.isEmpty() ? null : states.lastEntry().getValue();
      states.put(found.offset(), Kind.fold(before, envelope.event(), envelope));
      events.add(AggregateReport.LoggedEvent.of(found, envelope, null));
    } catch (BrokenHistoryException e) {
      broken(found, envelope, String.valueOf(e.getMessage()));
    }
  }

  private void broken(LogRecord found, @Nullable Envelope envelope, String cause) {
    if (brokenAt == null) {
      brokenAt = found.offset();
    }
    events.add(AggregateReport.LoggedEvent.of(found, envelope, cause));
  }
}
