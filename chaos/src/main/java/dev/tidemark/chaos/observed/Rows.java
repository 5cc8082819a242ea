package dev.tidemark.chaos.observed;

import dev.tidemark.chaos.checker.Stores.Sale;
import dev.tidemark.chaos.checker.Stores.Stored;
import dev.tidemark.chaos.checker.Stores.TimelineRow;
import dev.tidemark.chaos.history.Resource;
import dev.tidemark.chaos.log.Json;
import dev.tidemark.chaos.log.View;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/// Reads the rows of the generation that serves, row by row.
final class Rows {
  /// So that the driver does not hold a whole table.
  private static final int FETCHED = 1_000;

  private static final String SERVING =
      "SELECT 'views_g' || views FROM tidemark.generations WHERE state = 'serving'";

  private static final String TIMELINE =
      """
      SELECT topic, shard, "offset", aggregate_id, sequence, type, username, command_id, data
      FROM %s.events
      """;

  private static final String SALES =
      """
      SELECT country, month, username, currency, orders, units, revenue, refunded FROM %s.sales
      """;

  private final Addresses addresses;

  Rows(Addresses addresses) {
    this.addresses = addresses;
  }

  private interface Work {
    void on(ResultSet row) throws SQLException;
  }

  void views(Resource resource, Consumer<? super Stored> reader) {
    String table =
        switch (resource) {
          case USER -> "users";
          case SESSION -> "sessions";
          case ORDER -> "orders";
        };
    String id =
        switch (resource) {
          case USER -> "username";
          case SESSION -> "session_id";
          case ORDER -> "order_id";
        };
    each(
        "SELECT " + id + ", source_offset, to_jsonb(each) FROM %s." + table + " AS each",
        row -> {
          JsonNode json = Json.object(row.getString(3));
          reader.accept(
              new Stored(resource, row.getString(1), row.getLong(2), View.ofRow(json), ""));
        });
  }

  void timeline(Consumer<? super TimelineRow> reader) {
    each(
        TIMELINE,
        row ->
            reader.accept(
                new TimelineRow(
                    resource(row.getString(1)),
                    row.getInt(2),
                    row.getLong(3),
                    row.getString(4),
                    row.getLong(5),
                    row.getString(6),
                    row.getString(7),
                    row.getString(8),
                    row.getString(9))));
  }

  void sales(Consumer<? super Sale> reader) {
    each(
        SALES,
        row ->
            reader.accept(
                new Sale(
                    row.getString(1),
                    row.getString(2),
                    row.getString(3),
                    row.getString(4),
                    row.getLong(5),
                    row.getLong(6),
                    row.getBigDecimal(7),
                    row.getBigDecimal(8))));
  }

  long parked() {
    var counted = new long[1];
    each("SELECT count(*) FROM %s.parked", row -> counted[0] = row.getLong(1));
    return counted[0];
  }

  private static Resource resource(String topic) {
    for (Resource resource : Resource.values()) {
      if (resource.topic().topicName().equals(topic)) {
        return resource;
      }
    }
    throw new IllegalStateException("Expected an event topic, but was " + topic);
  }

  /// @param query with `%s` for the schema
  private void each(String query, Work work) {
    try (Connection connection = connect(addresses)) {
      String schema = serving(connection);
      try (var statement = connection.prepareStatement(query.replace("%s", schema))) {
        statement.setFetchSize(FETCHED);
        try (ResultSet rows = statement.executeQuery()) {
          while (rows.next()) {
            work.on(rows);
          }
        }
      }
    } catch (SQLException e) {
      throw new IllegalStateException("Expected to read the rows, but " + e.getMessage(), e);
    }
  }

  /// In a transaction: else the driver fetches everything at once.
  private static Connection connect(Addresses addresses) throws SQLException {
    Connection connection =
        DriverManager.getConnection(
            addresses.jdbcUrl(), addresses.postgresUser(), addresses.postgresPassword());
    connection.setAutoCommit(false);
    connection.setReadOnly(true);
    return connection;
  }

  private static String serving(Connection connection) throws SQLException {
    try (var statement = connection.createStatement();
        ResultSet row = statement.executeQuery(SERVING)) {
      if (!row.next()) {
        throw new SQLException("there is no generation that serves");
      }
      return row.getString(1);
    }
  }
}
