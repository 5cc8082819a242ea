package dev.tidemark.bench.rebuild;

import dev.tidemark.bench.harness.Turn;
import dev.tidemark.bench.harness.Way;
import dev.tidemark.localstack.PostgresServer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/// The rows of a generation, held in memory, and written by `COPY` into tables that have the same
/// columns and indexes and nothing else: what a rebuild comes to if it has nothing to read, to
/// decode, to fold or to look up.
final class PlainCopy implements Way {
  private static final String SCHEMA = "copied";
  private static final List<String> OF_SHARD =
      List.of("users", "sessions", "orders", "sales", "events", "status_counts");
  private static final String GOODS = "order_skus";

  private final PostgresServer postgres;
  private final long events;

  /// By shard and table.
  private final List<Map<String, byte[]>> rows;

  private PlainCopy(PostgresServer postgres, long events, List<Map<String, byte[]>> rows) {
    this.postgres = postgres;
    this.events = events;
    this.rows = rows;
  }

  /// @param events of which these rows are
  static PlainCopy of(PostgresServer postgres, int shards, long events)
      throws SQLException, IOException {
    var rows = new ArrayList<Map<String, byte[]>>();
    try (var connection = connect(postgres);
        var statement = connection.createStatement()) {
      statement.execute("CREATE SCHEMA " + SCHEMA);
      for (String table : tables()) {
        statement.execute("CREATE TABLE %s.%s (LIKE %2$s INCLUDING ALL)".formatted(SCHEMA, table));
      }
      for (int shard = 0; shard < shards; shard++) {
        var ofShard = new LinkedHashMap<String, byte[]>();
        for (String table : OF_SHARD) {
          ofShard.put(
              table, read(connection, "SELECT * FROM %s WHERE shard = %d".formatted(table, shard)));
        }
        ofShard.put(
            GOODS,
            read(
                connection,
                "SELECT s.* FROM %s AS s JOIN orders AS o USING (order_id) WHERE o.shard = %d"
                    .formatted(GOODS, shard)));
        rows.add(ofShard);
      }
    }
    return new PlainCopy(postgres, events, rows);
  }

  /// Writes all of them, with one connection and one transaction for each shard.
  @Override
  public Turn turn(Duration time) throws Exception {
    var connections = new ArrayList<Connection>();
    try (var threads = Executors.newFixedThreadPool(rows.size())) {
      for (var _ : rows) {
        connections.add(connect(postgres));
      }
      long begun = System.nanoTime();
      var writing = new ArrayList<Future<?>>();
      for (int shard = 0; shard < rows.size(); shard++) {
        Connection connection = connections.get(shard);
        Map<String, byte[]> ofShard = rows.get(shard);
        writing.add(
            threads.submit(() -> {
              write(connection, ofShard);
              return ofShard;
            }));
      }
      for (Future<?> each : writing) {
        each.get();
      }
      return Turn.of(RebuildCosts.UNIT, events * 1e9 / (System.nanoTime() - begun));
    } finally {
      for (String table : tables()) {
        execute(connections.getFirst(), "TRUNCATE %s.%s".formatted(SCHEMA, table));
      }
      for (Connection connection : connections) {
        connection.close();
      }
    }
  }

  private static void write(Connection connection, Map<String, byte[]> rows)
      throws SQLException, IOException {
    connection.setAutoCommit(false);
    for (Map.Entry<String, byte[]> table : rows.entrySet()) {
      copies(connection)
          .copyIn(
              "COPY %s.%s FROM STDIN".formatted(SCHEMA, table.getKey()),
              new ByteArrayInputStream(table.getValue()));
    }
    connection.commit();
    connection.setAutoCommit(true);
  }

  private static byte[] read(Connection connection, String select)
      throws SQLException, IOException {
    var bytes = new ByteArrayOutputStream();
    copies(connection).copyOut("COPY (%s) TO STDOUT".formatted(select), bytes);
    return bytes.toByteArray();
  }

  private static List<String> tables() {
    var tables = new ArrayList<>(OF_SHARD);
    tables.add(GOODS);
    return tables;
  }

  private static CopyManager copies(Connection connection) throws SQLException {
    return connection.unwrap(PGConnection.class).getCopyAPI();
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static Connection connect(PostgresServer postgres) throws SQLException {
    return DriverManager.getConnection(
        postgres.jdbcUrl() + "?currentSchema=views_g1", postgres.user(), postgres.password());
  }
}
