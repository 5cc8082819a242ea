package dev.tidemark.projection.store;

import dev.tidemark.events.EventTopic;
import dev.tidemark.projection.view.Row;
import dev.tidemark.projection.view.order.OrderTable;
import dev.tidemark.projection.view.session.SessionTable;
import dev.tidemark.projection.view.user.UserTable;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/// What the generation that serves holds of one aggregate. Thread-safe.
public final class AggregateLook {
  /// More are not shown.
  private static final int PARKED_MAX = 100;

  private static final String POSITION =
      "SELECT position FROM positions WHERE topic = ? AND shard = ?";

  private static final String TIMELINE =
      """
      SELECT min("offset"), count(*) FROM events
      WHERE aggregate_id = ? AND topic = ? AND shard = ?
      """;

  private static final String PARKED =
      """
      SELECT "offset", cause FROM parked
      WHERE topic = ? AND shard = ? AND aggregate_id = ? ORDER BY "offset" LIMIT ?
      """;

  /// As it stood at one time.
  ///
  /// @param position up to where the shard's topic is applied; 0 if nobody ever worked on it
  /// @param firstOffset of the first event in its timeline, if there is any
  /// @param timelineEvents how many there are
  /// @param parked in log order
  public record Stored(
      long position,
      Optional<Row<? extends Record>> row,
      OptionalLong firstOffset,
      long timelineEvents,
      List<ParkedEvent> parked) {}

  public record ParkedEvent(long offset, String cause) {}

  private final UserTable users = new UserTable();
  private final SessionTable sessions = new SessionTable();
  private final OrderTable orders = new OrderTable();
  private final Supplier<Database> database;

  /// @param database of the generation that serves now
  public AggregateLook(Supplier<Database> database) {
    this.database = database;
  }

  /// @param id as the subject of its events says it
  /// @throws StoreException if PostgreSQL does not answer
  public Stored look(EventTopic topic, int shard, String id) {
    return database
        .get()
        .transact(connection -> {
          try (var statement = connection.createStatement()) {
            statement.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY");
          }
          Optional<Row<? extends Record>> row =
              switch (topic) {
                case USERS -> users.find(connection, id).map(found -> found);
                case SESSIONS -> sessions.find(connection, id).map(found -> found);
                case ORDERS -> orders.find(connection, id).map(found -> found);
              };
          try (var select = connection.prepareStatement(TIMELINE)) {
            select.setString(1, id);
            select.setString(2, topic.topicName());
            select.setInt(3, shard);
            try (var result = select.executeQuery()) {
              result.next();
              long first = result.getLong(1);
              return new Stored(
                  position(connection, topic, shard),
                  row,
                  result.wasNull() ? OptionalLong.empty() : OptionalLong.of(first),
                  result.getLong(2),
                  parked(connection, topic, shard, id));
            }
          }
        });
  }

  private static long position(Connection connection, EventTopic topic, int shard)
      throws SQLException {
    try (var select = connection.prepareStatement(POSITION)) {
      select.setString(1, topic.topicName());
      select.setInt(2, shard);
      try (var result = select.executeQuery()) {
        return result.next() ? result.getLong(1) : 0;
      }
    }
  }

  private static List<ParkedEvent> parked(
      Connection connection, EventTopic topic, int shard, String id) throws SQLException {
    var parked = new ArrayList<ParkedEvent>();
    try (var select = connection.prepareStatement(PARKED)) {
      select.setString(1, topic.topicName());
      select.setInt(2, shard);
      select.setString(3, id);
      select.setInt(4, PARKED_MAX);
      try (var result = select.executeQuery()) {
        while (result.next()) {
          parked.add(new ParkedEvent(result.getLong(1), result.getString(2)));
        }
      }
    }
    return parked;
  }
}
