package dev.tidemark.bench.reads;

import dev.tidemark.bench.harness.Client;
import dev.tidemark.bench.shop.Customers;
import dev.tidemark.events.EventTopic;
import dev.tidemark.events.value.Username;
import dev.tidemark.localstack.PostgresServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/// The statements of a read, in a transaction as a read is, over a connection of its own.
final class PlainSql implements Client {
  private static final String LIST =
      "SELECT * FROM orders WHERE username = ? ORDER BY placed_at DESC, order_id DESC LIMIT 50";
  private static final String ONE = "SELECT * FROM users WHERE username = ?";
  private static final String POSITIONS =
      "SELECT topic, shard, position FROM positions WHERE topic = ANY(?) AND shard = ANY(?)";

  private final Connection connection;
  private final PreparedStatement select;
  private final PreparedStatement positions;
  private final EventTopic topic;
  private final int shards;
  private final Customers customers;
  private int next;

  private PlainSql(
      PostgresServer postgres,
      String sql,
      EventTopic topic,
      int shards,
      Customers customers,
      int first)
      throws SQLException {
    this.connection =
        DriverManager.getConnection(
            postgres.jdbcUrl() + "?currentSchema=views_g1", postgres.user(), postgres.password());
    connection.setAutoCommit(false);
    connection.setReadOnly(true);
    connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
    this.select = connection.prepareStatement(sql);
    this.positions = connection.prepareStatement(POSITIONS);
    this.topic = topic;
    this.shards = shards;
    this.customers = customers;
    this.next = first;
  }

  /// One user after the other.
  static PlainSql ofUsers(PostgresServer postgres, int shards, Customers customers, int first)
      throws SQLException {
    return new PlainSql(postgres, ONE, EventTopic.USERS, shards, customers, first);
  }

  /// The newest orders of one user after the other.
  static PlainSql ofOrders(PostgresServer postgres, int shards, Customers customers, int first)
      throws SQLException {
    return new PlainSql(postgres, LIST, EventTopic.ORDERS, shards, customers, first);
  }

  @Override
  public int once() throws SQLException {
    String username = customers.username(next++);
    select.setString(1, username);
    positions.setArray(1, connection.createArrayOf("text", new String[] {topic.topicName()}));
    Integer shard = new Username(username).slot().shard(shards);
    positions.setArray(2, connection.createArrayOf("int4", new Integer[] {shard}));
    try (var rows = select.executeQuery();
        var position = positions.executeQuery()) {
      int found = 0;
      while (rows.next()) {
        found++;
      }
      if (found == 0 || !position.next()) {
        throw new IllegalStateException("Expected rows of %s, but found none".formatted(username));
      }
      connection.commit();
      return 1;
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
