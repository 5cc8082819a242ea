package dev.tidemark.bench.freshness;

import dev.tidemark.events.EventTopic;
import dev.tidemark.localstack.PostgresServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/// Where PostgreSQL stands. Positions move in the transaction that writes the rows, so who sees the
/// one would see the other.
final class PostgresLook implements Sightings.Look {
  private final Connection connection;
  private final PreparedStatement select;

  PostgresLook(PostgresServer postgres) throws SQLException {
    this.connection =
        DriverManager.getConnection(
            postgres.jdbcUrl() + "?currentSchema=views_g1", postgres.user(), postgres.password());
    this.select =
        connection.prepareStatement("SELECT shard, position FROM positions WHERE topic = ?");
    select.setString(1, EventTopic.ORDERS.topicName());
  }

  @Override
  public Map<Integer, Long> next() throws SQLException {
    var next = new HashMap<Integer, Long>();
    try (var rows = select.executeQuery()) {
      while (rows.next()) {
        next.put(rows.getInt(1), rows.getLong(2));
      }
    }
    return next;
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
