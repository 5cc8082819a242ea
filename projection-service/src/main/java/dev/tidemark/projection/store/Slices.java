package dev.tidemark.projection.store;

import dev.tidemark.events.EventTopic;
import dev.tidemark.projection.batch.Aggregate;
import dev.tidemark.projection.batch.Positions;
import dev.tidemark.projection.view.Row;
import dev.tidemark.projection.view.Slice;
import dev.tidemark.views.OrderView;
import dev.tidemark.views.SessionView;
import dev.tidemark.views.UserView;
import java.util.HashMap;
import java.util.Map;

/// Some rows of each view, as they stood at one time.
public record Slices(Slice<UserView> users, Slice<SessionView> sessions, Slice<OrderView> orders) {
  /// Whether no view has rows behind these.
  public boolean areLast() {
    return users.last() && sessions.last() && orders.last();
  }

  /// All rows, by the aggregate they are of.
  public Map<Aggregate, Row<? extends Record>> byAggregate() {
    var rows = new HashMap<Aggregate, Row<? extends Record>>();
    users.rows().forEach(row -> rows.put(of(EventTopic.USERS, row.view().username()), row));
    sessions.rows().forEach(row -> rows.put(of(EventTopic.SESSIONS, row.view().sessionId()), row));
    orders.rows().forEach(row -> rows.put(of(EventTopic.ORDERS, row.view().orderId()), row));
    return rows;
  }

  private static Aggregate of(EventTopic topic, Record id) {
    return new Aggregate(topic, id.toString());
  }

  /// Where the next slices begin.
  ///
  /// @param from where these begin
  /// @param to where reading ends
  public Positions end(Positions from, Positions to) {
    return new Positions(
        end(users, EventTopic.USERS, from, to),
        end(sessions, EventTopic.SESSIONS, from, to),
        end(orders, EventTopic.ORDERS, from, to));
  }

  private static long end(Slice<?> slice, EventTopic topic, Positions from, Positions to) {
    return slice.last()
        ? Math.max(from.of(topic), to.of(topic))
        : slice.rows().getLast().sourceOffset() + 1;
  }
}
