package dev.tidemark.query.store;

import dev.tidemark.events.EventTopic;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The table `events`.
public final class EventRows {
  /// Whose events.
  ///
  /// @param id of the aggregate, in text
  public record Aggregate(EventTopic topic, String id) {}

  /// @param offset where it stands in its partition
  /// @param type with its version, such as `order.placed.v1`
  /// @param data the event as JSON
  public record Recorded(
      long offset,
      long sequence,
      String type,
      Instant occurredAt,
      Instant recordedAt,
      String commandId,
      long term,
      @Nullable String correlationId,
      @Nullable String causationId,
      String data) {}

  private EventRows() {}

  /// The events behind the sequence `after`, oldest first; empty if there is no such aggregate.
  public static Query<Optional<List<Recorded>>> of(Aggregate aggregate, long after, int limit) {
    Sql events = events(aggregate, after, limit);
    return connection -> {
      List<Recorded> found = events.list(connection, EventRows::recorded);
      boolean exists = !found.isEmpty() || exists(connection, aggregate);
      return exists ? Optional.of(found) : Optional.empty();
    };
  }

  /// The same without asking whether there is such an aggregate.
  public static Query<List<Recorded>> some(Aggregate aggregate, long after, int limit) {
    Sql events = events(aggregate, after, limit);
    return connection -> events.list(connection, EventRows::recorded);
  }

  private static Sql events(Aggregate aggregate, long after, int limit) {
    return Sql.of("SELECT * FROM events WHERE")
        .add(" aggregate_id = ?", aggregate.id())
        .add(" AND topic = ?", aggregate.topic().topicName())
        .add(" AND sequence > ?", after)
        .add(" ORDER BY sequence LIMIT ?", limit);
  }

  private static boolean exists(Connection connection, Aggregate aggregate) throws SQLException {
    String id = aggregate.id();
    Sql row =
        switch (aggregate.topic()) {
          case USERS -> Sql.of("SELECT 1 FROM users WHERE").add(" username = ?", id);
          case SESSIONS ->
              Sql.of("SELECT 1 FROM sessions WHERE").add(" session_id = ?", UUID.fromString(id));
          case ORDERS ->
              Sql.of("SELECT 1 FROM orders WHERE").add(" order_id = ?", UUID.fromString(id));
        };
    return !row.list(connection, found -> found.getInt(1)).isEmpty();
  }

  private static Recorded recorded(ResultSet row) throws SQLException {
    return new Recorded(
        row.getLong("offset"),
        row.getLong("sequence"),
        row.getString("type"),
        Columns.instant(row, "occurred_at"),
        Columns.instant(row, "recorded_at"),
        row.getString("command_id"),
        row.getLong("term"),
        row.getString("correlation_id"),
        row.getString("causation_id"),
        row.getString("data"));
  }
}
