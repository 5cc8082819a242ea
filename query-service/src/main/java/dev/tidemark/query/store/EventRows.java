package dev.tidemark.query.store;

import dev.tidemark.events.EventTopic;
import dev.tidemark.events.value.OrderId;
import dev.tidemark.query.consistency.Scope;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The table `events`.
public final class EventRows {
  /// @param type with its version, such as `order.placed.v1`
  /// @param data the event as JSON
  public record Recorded(
      long sequence,
      String type,
      Instant occurredAt,
      Instant recordedAt,
      String commandId,
      @Nullable String correlationId,
      @Nullable String causationId,
      String data) {}

  private final Database database;

  public EventRows(Database database) {
    this.database = database;
  }

  /// The events of an order behind the sequence `after`, oldest first; empty if there is no such
  /// order.
  public Snapshot<Optional<List<Recorded>>> ofOrder(
      OrderId id, long after, int limit, Scope scope) {
    Sql events =
        Sql.of("SELECT * FROM events WHERE")
            .add(" aggregate_id = ?", id.toString())
            .add(" AND topic = ?", EventTopic.ORDERS.topicName())
            .add(" AND sequence > ?", after)
            .add(" ORDER BY sequence LIMIT ?", limit);
    Sql order = Sql.of("SELECT 1 FROM orders WHERE").add(" order_id = ?", id.value());
    return database.read(
        scope,
        connection -> {
          List<Recorded> found = events.list(connection, EventRows::recorded);
          boolean exists =
              !found.isEmpty() || !order.list(connection, row -> row.getInt(1)).isEmpty();
          return exists ? Optional.of(found) : Optional.empty();
        });
  }

  private static Recorded recorded(ResultSet row) throws SQLException {
    return new Recorded(
        row.getLong("sequence"),
        row.getString("type"),
        Columns.instant(row, "occurred_at"),
        Columns.instant(row, "recorded_at"),
        row.getString("command_id"),
        row.getString("correlation_id"),
        row.getString("causation_id"),
        row.getString("data"));
  }
}
