package dev.tidemark.projection.store;

import dev.tidemark.events.EventTopic;
import dev.tidemark.projection.batch.Positions;
import dev.tidemark.projection.generation.ViewDiff;
import dev.tidemark.projection.generation.ViewDiff.Sample;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Compares the rows of two generations, one against the other, each time in one snapshot of both.
/// Thread-safe.
public final class RowDiff {
  private static final String SNAPSHOT =
      "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY";

  /// Says when, not what.
  private static final Set<String> NOT_COMPARED = Set.of("parked_at");

  private static final String COLUMNS =
      """
      SELECT column_name FROM information_schema.columns
      WHERE table_schema IN (?, ?) AND table_name = ?
      GROUP BY column_name HAVING count(*) = 2 ORDER BY min(ordinal_position)
      """;

  private static final int FETCH_ROWS = 200;

  /// Rows that differ are counted; beyond so many of a table they are not looked into.
  private static final int LOOKED_INTO_MAX = 100_000;

  private final Database database;

  /// @param database patient: a comparison reads whole tables
  public RowDiff(Database database) {
    this.database = database;
  }

  /// @param to the position that both had passed: what stood before it is compared
  public record Pass(Positions to, List<ViewDiff> views) {}

  /// Compares the rows of one shard whose last event stands at `from` or later.
  ///
  /// @param before schema of the one generation
  /// @param after schema of the other
  public Pass pass(String before, String after, int shard, Positions from) {
    return database.transact(connection -> {
      try (var snapshot = connection.prepareStatement(SNAPSHOT)) {
        snapshot.execute();
      }
      Positions to =
          least(
              ViewPositions.of(connection, before).getOrDefault(shard, Positions.START),
              ViewPositions.of(connection, after).getOrDefault(shard, Positions.START));
      var span = new Compared.Span(before, after, shard, from, to);
      var views = new TreeMap<String, ViewDiff>();
      for (Compared table : tables(connection, span)) {
        views.merge(table.view(), compare(connection, table), ViewDiff::plus);
      }
      return new Pass(to, List.copyOf(views.values()));
    });
  }

  /// Compares what the database keeps beside the rows of a generation with those rows.
  public List<ViewDiff> derived(String schema) {
    return database.transact(connection -> {
      try (var snapshot = connection.prepareStatement(SNAPSHOT)) {
        snapshot.execute();
      }
      var views = new ArrayList<ViewDiff>();
      for (DerivedTable table : DerivedTable.ALL) {
        views.add(derived(connection, table, schema));
      }
      return views;
    });
  }

  private static List<Compared> tables(Connection connection, Compared.Span span)
      throws SQLException {
    var tables = new ArrayList<Compared>();
    tables.add(view(connection, span, "users", EventTopic.USERS, "username"));
    tables.add(view(connection, span, "sessions", EventTopic.SESSIONS, "session_id"));
    tables.add(view(connection, span, "orders", EventTopic.ORDERS, "order_id"));
    tables.add(Compared.sales(span, columns(connection, span, "sales")));
    for (String view : List.of("events", "parked")) {
      List<String> columns = columns(connection, span, view);
      for (EventTopic topic : EventTopic.values()) {
        tables.add(Compared.ofEvents(span, view, topic, columns));
      }
    }
    return tables;
  }

  private static Compared view(
      Connection connection, Compared.Span span, String view, EventTopic topic, String key)
      throws SQLException {
    return Compared.byOffset(span, view, topic, List.of(key), columns(connection, span, view));
  }

  private static List<String> columns(Connection connection, Compared.Span span, String table)
      throws SQLException {
    var columns = new ArrayList<String>();
    try (var select = connection.prepareStatement(COLUMNS)) {
      select.setString(1, span.before());
      select.setString(2, span.after());
      select.setString(3, table);
      try (var rows = select.executeQuery()) {
        while (rows.next()) {
          columns.add(rows.getString(1));
        }
      }
    }
    columns.removeAll(NOT_COMPARED);
    return columns;
  }

  private static ViewDiff compare(Connection connection, Compared table) throws SQLException {
    try (var select = connection.prepareStatement(table.countSql());
        var counts = select.executeQuery()) {
      counts.next();
      long moving = counts.getLong(2);
      long differing = counts.getLong(3);
      var columns = new TreeMap<String, Long>();
      var samples = new ArrayList<Sample>();
      if (differing > 0) {
        lookInto(connection, table.differingSql(), columns, samples);
      }
      return new ViewDiff(
          table.view(), counts.getLong(1) - moving, differing, moving, columns, samples);
    }
  }

  private static ViewDiff derived(Connection connection, DerivedTable table, String schema)
      throws SQLException {
    var columns = new TreeMap<String, Long>();
    var samples = new ArrayList<Sample>();
    long differing = lookInto(connection, table.differingSql(schema), columns, samples);
    try (var select = connection.prepareStatement(table.countSql(schema));
        var counts = select.executeQuery()) {
      counts.next();
      return new ViewDiff(table.name(), counts.getLong(1), differing, 0, columns, samples);
    }
  }

  private static long lookInto(
      Connection connection, String sql, Map<String, Long> columns, List<Sample> samples)
      throws SQLException {
    long found = 0;
    try (var select = connection.prepareStatement(sql)) {
      select.setFetchSize(FETCH_ROWS);
      select.setMaxRows(LOOKED_INTO_MAX);
      try (var rows = select.executeQuery()) {
        for (; rows.next(); found++) {
          var difference =
              new RowDifference(rows.getString(1), rows.getString(2), rows.getString(3));
          for (Sample sample : difference.samples()) {
            columns.merge(sample.column(), 1L, Long::sum);
            if (samples.size() < ViewDiff.SAMPLES_MAX) {
              samples.add(sample);
            }
          }
        }
      }
    }
    return found;
  }

  private static Positions least(Positions one, Positions other) {
    return new Positions(
        Math.min(one.users(), other.users()),
        Math.min(one.sessions(), other.sessions()),
        Math.min(one.orders(), other.orders()));
  }
}
