package dev.tidemark.projection.batch;

import dev.tidemark.events.EventTopic;
import dev.tidemark.events.consistency.Position;
import dev.tidemark.events.kafka.LogEntry;
import dev.tidemark.events.value.OrderId;
import dev.tidemark.events.value.SessionId;
import dev.tidemark.events.value.Username;
import dev.tidemark.projection.view.Row;
import dev.tidemark.projection.view.sales.SalesIncrement;
import dev.tidemark.projection.view.sales.SalesKey;
import dev.tidemark.views.OrderView;
import dev.tidemark.views.SessionView;
import dev.tidemark.views.UserView;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/// What the log says of some aggregates of one shard, folded from nothing and piece by piece: the
/// rows that must stand in the views. For one thread.
///
/// It is the fold of the projection itself. So what it makes of the same events is the same, and
/// where rows are otherwise, somebody has changed them.
public final class LogFold {
  private final Predicate<LogRecord> wanted;
  private LeftOut leftOut;
  private final Map<Username, Row<UserView>> users = new HashMap<>();
  private final Map<SessionId, Row<SessionView>> sessions = new HashMap<>();
  private final Map<OrderId, Row<OrderView>> orders = new HashMap<>();
  private final SortedMap<SalesKey, SalesIncrement> sales = new TreeMap<>();
  private final Map<Aggregate, String> broken = new LinkedHashMap<>();
  private final Set<Aggregate> aggregates = new HashSet<>();
  private final Map<Position, Aggregate> skipped = new HashMap<>();
  private final Set<Aggregate> overtaken = new HashSet<>();
  private final Set<Username> customers = new HashSet<>();
  private long read;

  /// @param wanted which records are folded: all of an aggregate, or none
  /// @param leftOut which of these are in no view
  public LogFold(Predicate<LogRecord> wanted, LeftOut leftOut) {
    this.wanted = wanted;
    this.leftOut = leftOut;
  }

  /// The next records of the shard, in log order within each topic.
  public void add(List<LogRecord> records) {
    read += records.size();
    var some = new ArrayList<LogRecord>();
    for (LogRecord each : records) {
      if (each.isOfShard() || !wanted.test(each)) {
        continue;
      }
      if (leftOut.contains(each.topic(), each.offset())) {
        aggregates.add(each.aggregate());
        skipped.put(each.entry().position(), each.aggregate());
      } else {
        some.add(each);
      }
    }
    if (!some.isEmpty()) {
      fold(some);
    }
  }

  private void fold(List<LogRecord> some) {
    Changes changes = BatchFold.fold(new Before(users, sessions, orders, broken.keySet()), some);
    changes.users().all().forEach(row -> users.put(row.view().username(), row));
    changes.sessions().all().forEach(row -> sessions.put(row.view().sessionId(), row));
    changes.orders().all().forEach(row -> orders.put(row.view().orderId(), row));
    changes.sales().forEach(sold -> sales.merge(sold.key(), sold, SalesIncrement::plus));
    changes.parked().forEach(each -> broken.putIfAbsent(each.aggregate(), each.cause()));
    for (LogRecord each : some) {
      aggregates.add(each.aggregate());
      if (each.entry() instanceof LogEntry.Recorded(_, var envelope)) {
        customers.add(envelope.event().username());
      }
    }
  }

  /// What the views leave out by now. An event that was left out here, and no longer is there,
  /// makes its aggregate undecidable: its fold would have to begin anew.
  public void leaveOut(LeftOut now) {
    skipped.forEach((position, aggregate) -> {
      if (!now.contains(position.topic(), position.offset())) {
        overtaken.add(aggregate);
      }
    });
    leftOut = now;
  }

  /// Whether the row is all that the log says of the aggregate.
  public boolean isDecided(Aggregate aggregate) {
    return !broken.containsKey(aggregate) && !overtaken.contains(aggregate);
  }

  /// The row of an aggregate; empty if no event of it was folded.
  public Optional<Row<? extends Record>> row(Aggregate aggregate) {
    String id = aggregate.id();
    Row<? extends Record> row =
        switch (aggregate.topic()) {
          case USERS -> users.get(new Username(id));
          case SESSIONS -> sessions.get(SessionId.parse(id));
          case ORDERS -> orders.get(OrderId.parse(id));
        };
    return Optional.ofNullable(row);
  }

  /// Those of which an event was met, that can be folded or not.
  public Collection<Aggregate> aggregates() {
    return List.copyOf(aggregates);
  }

  /// Why an aggregate cannot be folded, though the views left nothing of it out; empty if it can.
  public Optional<String> broken(Aggregate aggregate) {
    return Optional.ofNullable(broken.get(aggregate));
  }

  /// What all orders that were folded add up to.
  public SortedMap<SalesKey, SalesIncrement> sales() {
    return sales;
  }

  public Collection<Username> customers() {
    return List.copyOf(customers);
  }

  /// How many records were looked at.
  public long read() {
    return read;
  }

  /// Events that the views left out: parked, or discarded.
  public record LeftOut(Map<EventTopic, Set<Long>> offsets) {
    public static final LeftOut NOTHING = new LeftOut(Map.of());

    public boolean contains(EventTopic topic, long offset) {
      return offsets.getOrDefault(topic, Set.of()).contains(offset);
    }
  }
}
