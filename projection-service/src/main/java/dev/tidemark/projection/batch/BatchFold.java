package dev.tidemark.projection.batch;

import dev.tidemark.events.Envelope;
import dev.tidemark.events.Event;
import dev.tidemark.events.OrderEvent;
import dev.tidemark.events.SessionEvent;
import dev.tidemark.events.UserEvent;
import dev.tidemark.events.kafka.LogEntry;
import dev.tidemark.events.value.OrderId;
import dev.tidemark.events.value.SessionId;
import dev.tidemark.events.value.Username;
import dev.tidemark.projection.view.Row;
import dev.tidemark.projection.view.WorkingSet;
import dev.tidemark.projection.view.sales.SalesIncrement;
import dev.tidemark.projection.view.sales.SalesKey;
import dev.tidemark.projection.view.timeline.TimelineEvent;
import dev.tidemark.views.BrokenHistoryException;
import dev.tidemark.views.OrderView;
import dev.tidemark.views.SessionView;
import dev.tidemark.views.UserView;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// Folds one batch, event by event in log order, into all views at once.
///
/// - An event changes all views or none: whatever throws on the way parks the event's aggregate,
///   and what comes later for a parked aggregate queues behind it.
/// - An event that its row has folded already changes nothing. That happens only where positions
///   were put back by hand: rows may be ahead of positions, never behind.
public final class BatchFold {
  private static final String QUEUED = "Waits behind an earlier event of the same aggregate";

  private final WorkingSet<Username, UserView> users;
  private final WorkingSet<SessionId, SessionView> sessions;
  private final WorkingSet<OrderId, OrderView> orders;
  private final SortedMap<SalesKey, SalesIncrement> sales = new TreeMap<>();
  private final List<TimelineEvent> timeline = new ArrayList<>();
  private final Set<Aggregate> parkedAggregates;
  private final List<Parked> parked = new ArrayList<>();

  private BatchFold(Before before) {
    this.users = new WorkingSet<>(before.users());
    this.sessions = new WorkingSet<>(before.sessions());
    this.orders = new WorkingSet<>(before.orders());
    this.parkedAggregates = new HashSet<>(before.parked());
  }

  public static Changes fold(Before before, List<LogRecord> records) {
    var fold = new BatchFold(before);
    records.forEach(fold::add);
    return new Changes(
        fold.users.changed(),
        fold.sessions.changed(),
        fold.orders.changed(),
        List.copyOf(fold.sales.values()),
        fold.timeline,
        fold.parked);
  }

  private void add(LogRecord logged) {
    switch (logged.entry()) {
      case LogEntry.Marker _, LogEntry.Imported _ -> {}
      case LogEntry.Unreadable(_, _, var cause) -> park(logged, cause);
      case LogEntry.Recorded(_, var envelope) -> {
        if (parkedAggregates.contains(logged.aggregate())) {
          park(logged, QUEUED);
          return;
        }
        try {
          fold(envelope.event(), envelope, logged);
        } catch (BrokenHistoryException e) {
          park(logged, String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
          park(logged, "Cannot be folded: " + e);
        }
      }
    }
  }

  private void fold(Event event, Envelope envelope, LogRecord logged) {
    long offset = logged.offset();
    switch (event) {
      case UserEvent user -> {
        var before = users.get(user.username());
        if (isNew(before, offset)) {
          var after = UserView.fold(before.map(Row::view).orElse(null), user, envelope);
          users.put(user.username(), new Row<>(after, offset));
        }
      }
      case SessionEvent session -> {
        var before = sessions.get(session.sessionId());
        if (isNew(before, offset)) {
          var after = SessionView.fold(before.map(Row::view).orElse(null), session, envelope);
          sessions.put(session.sessionId(), new Row<>(after, offset));
        }
      }
      case OrderEvent order -> {
        var before = orders.get(order.orderId());
        if (isNew(before, offset)) {
          var after = OrderView.fold(before.map(Row::view).orElse(null), order, envelope);
          var sold = SalesIncrement.by(order, after);
          orders.put(order.orderId(), new Row<>(after, offset));
          sold.ifPresent(this::add);
        }
      }
    }
    timeline.add(logged.onTimeline(envelope));
  }

  private void add(SalesIncrement increment) {
    sales.merge(increment.key(), increment, SalesIncrement::plus);
  }

  private void park(LogRecord logged, String cause) {
    parkedAggregates.add(logged.aggregate());
    parked.add(new Parked(logged, cause));
  }

  private static boolean isNew(Optional<? extends Row<?>> before, long offset) {
    return before.isEmpty() || before.get().sourceOffset() < offset;
  }
}
