package dev.tidemark.projection.given;

import dev.tidemark.events.value.OrderId;
import dev.tidemark.events.value.SessionId;
import dev.tidemark.events.value.Username;
import dev.tidemark.projection.batch.Aggregate;
import dev.tidemark.projection.batch.Batch;
import dev.tidemark.projection.batch.BatchFold;
import dev.tidemark.projection.batch.Before;
import dev.tidemark.projection.batch.Changes;
import dev.tidemark.projection.batch.Parked;
import dev.tidemark.projection.view.Row;
import dev.tidemark.projection.view.sales.SalesIncrement;
import dev.tidemark.projection.view.sales.SalesKey;
import dev.tidemark.projection.view.timeline.TimelineEvent;
import dev.tidemark.views.OrderView;
import dev.tidemark.views.SessionView;
import dev.tidemark.views.UserView;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// All views of one shard in memory.
public record MemoryStore(
    Map<Username, Row<UserView>> users,
    Map<SessionId, Row<SessionView>> sessions,
    Map<OrderId, Row<OrderView>> orders,
    Map<SalesKey, SalesIncrement> sales,
    List<TimelineEvent> timeline,
    List<Parked> parked) {
  public static MemoryStore empty() {
    return new MemoryStore(
        new HashMap<>(),
        new HashMap<>(),
        new HashMap<>(),
        new TreeMap<>(),
        new ArrayList<>(),
        new ArrayList<>());
  }

  public Changes apply(Batch batch) {
    var parkedBefore = parked.stream().map(Parked::aggregate).collect(Collectors.toSet());
    Changes changes =
        BatchFold.fold(
            new Before(Map.copyOf(users), Map.copyOf(sessions), Map.copyOf(orders), parkedBefore),
            batch.records());
    changes.users().all().forEach(row -> users.put(row.view().username(), row));
    changes.sessions().all().forEach(row -> sessions.put(row.view().sessionId(), row));
    changes.orders().all().forEach(row -> orders.put(row.view().orderId(), row));
    changes.sales().forEach(sold -> sales.merge(sold.key(), sold, SalesIncrement::plus));
    timeline.addAll(changes.timeline());
    parked.addAll(changes.parked());
    return changes;
  }

  public List<String> parkedAggregates() {
    return parked.stream().map(Parked::aggregate).map(Aggregate::id).toList();
  }
}
