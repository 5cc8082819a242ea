package dev.tidemark.projection.repair;

import dev.tidemark.events.EventTopic;
import dev.tidemark.events.consistency.Position;
import dev.tidemark.events.kafka.LogEntry;
import dev.tidemark.projection.batch.LogFold.LeftOut;
import dev.tidemark.projection.batch.LogRecord;
import dev.tidemark.projection.batch.Positions;
import dev.tidemark.projection.batch.Verdict;
import dev.tidemark.projection.view.timeline.TimelineEvent;
import dev.tidemark.projection.view.timeline.TimelineRows.Wrong;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/// The timeline, held against the log while that is read. For one thread.
///
/// An event that the shard has passed, and did not leave out, has its row for ever. So it does not
/// matter what moves on meanwhile.
final class TimelineCheck {
  private final Stores stores;
  private final Wish wish;
  private final Unit unit;
  private final Tally tally;
  private final LeftOut leftOut;
  private final Predicate<LogRecord> wanted;
  private Positions checked = Positions.START;

  /// @param leftOut of what is read
  /// @param wanted of which events rows are looked at
  TimelineCheck(
      Stores stores,
      Wish wish,
      Unit unit,
      Tally tally,
      LeftOut leftOut,
      Predicate<LogRecord> wanted) {
    this.stores = stores;
    this.wish = wish;
    this.unit = unit;
    this.tally = tally;
    this.leftOut = leftOut;
    this.wanted = wanted;
  }

  /// The next records of the shard, in log order within each topic.
  void check(List<LogRecord> piece) {
    var events = new ArrayList<TimelineEvent>();
    Positions end = checked;
    for (LogRecord logged : piece) {
      end = end.with(logged.topic(), logged.offset() + 1);
      if (logged.entry() instanceof LogEntry.Recorded(_, var envelope)
          && !leftOut.contains(logged.topic(), logged.offset())
          && wanted.test(logged)) {
        events.add(logged.onTimeline(envelope));
      }
    }
    if (!events.isEmpty()) {
      checkRows(events);
    }
    checkOthers(end, events);
  }

  /// @param end up to where all was read
  void end(Positions end) {
    checkOthers(end, List.of());
  }

  private void checkRows(List<TimelineEvent> events) {
    List<Wrong> wrong = stores.views().timeline(unit.shard(), events, false);
    tally.equal(events.size() - wrong.size());
    if (!wrong.isEmpty() && wish.mend()) {
      var _ =
          stores.views().timeline(unit.shard(), wrong.stream().map(Wrong::event).toList(), true);
    }
    for (Wrong each : wrong) {
      Verdict verdict = each.missing() ? Verdict.MISSING : Verdict.DIFFERENT;
      tally.mendable(Finding.POSTGRES, name(each.event().position()), verdict, wish.mend());
    }
  }

  /// If all is looked at, what the log does not have as well. It stays there: the log may have lost
  /// it.
  private void checkOthers(Positions end, List<TimelineEvent> events) {
    if (!wish.selection().isAll()) {
      return;
    }
    for (EventTopic topic : EventTopic.values()) {
      long[] known =
          events.stream()
              .map(TimelineEvent::position)
              .filter(position -> position.topic() == topic)
              .mapToLong(Position::offset)
              .toArray();
      if (checked.of(topic) < end.of(topic)) {
        stores.views().beside(unit.shard(), topic, checked.of(topic), end.of(topic), known).stream()
            .filter(other -> unit.has(other.username()))
            // It was parked when the check began, and was retried since.
            .filter(other -> !leftOut.contains(topic, other.position().offset()))
            .forEach(
                other -> tally.damaged(Finding.POSTGRES, name(other.position()), Verdict.AHEAD));
      }
    }
    checked = end;
  }

  private static String name(Position position) {
    return "event at %s %d".formatted(position.topic().topicName(), position.offset());
  }
}
