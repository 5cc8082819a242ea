package dev.tidemark.projection.rebuild;

import dev.tidemark.projection.store.DatabaseSettings;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/// The rows of a generation, held in memory, and written by `COPY` into tables that have the same
/// columns and indexes and nothing else: what a rebuild comes to if it has nothing to read, to
/// decode, to fold or to look up.
final class PlainCopy {
  private static final String SCHEMA = "copied";
  private static final List<String> OF_SHARD =
      List.of("users", "sessions", "orders", "sales", "events", "status_counts");

  private final DatabaseSettings settings;

  /// By shard and table.
  private final List<Map<String, byte[]>> rows;

  private PlainCopy(DatabaseSettings settings, List<Map<String, byte[]>> rows) {
    this.settings = settings;
    this.rows = rows;
  }

  /// @param settings of the generation
  static PlainCopy of(DatabaseSettings settings, int shards) throws Exception {
    var rows = new ArrayList<Map<String, byte[]>>();
    try (var connection = connect(settings);
        var statement = connection.createStatement()) {
      statement.execute("CREATE SCHEMA " + SCHEMA);
      for (String table : tables()) {
        statement.execute("CREATE TABLE %s.%s (LIKE %2$s INCLUDING ALL)".formatted(SCHEMA, table));
      }
      for (int shard = 0; shard < shards; shard++) {
        var ofShard = new LinkedHashMap<String, byte[]>();
        for (String table : OF_SHARD) {
          ofShard.put(table, read(connection, "SELECT * FROM %s WHERE shard = %d", table, shard));
        }
        String goods =
            "SELECT s.* FROM %s AS s JOIN orders AS o USING (order_id) WHERE o.shard = %d";
        ofShard.put("order_skus", read(connection, goods, "order_skus", shard));
        rows.add(ofShard);
      }
    }
    return new PlainCopy(settings, rows);
  }

  /// Writes all of them, with one connection and one transaction for each shard.
  ///
  /// @return how long that took, in nanoseconds
  long run() throws Exception {
    var connections = new ArrayList<Connection>();
    for (int shard = 0; shard < rows.size(); shard++) {
      connections.add(connect(settings));
    }
    try {
      long begun = System.nanoTime();
      Parallel.each(
          IntStream.range(0, rows.size()).boxed().toList(),
          shard -> write(connections.get(shard), rows.get(shard)));
      return System.nanoTime() - begun;
    } finally {
      for (String table : tables()) {
        execute(connections.getFirst(), "TRUNCATE %s.%s".formatted(SCHEMA, table));
      }
      for (Connection connection : connections) {
        connection.close();
      }
    }
  }

  private static void write(Connection connection, Map<String, byte[]> rows) throws Exception {
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

  private static byte[] read(Connection connection, String select, String table, int shard)
      throws SQLException, IOException {
    var bytes = new ByteArrayOutputStream();
    copies(connection)
        .copyOut("COPY (%s) TO STDOUT".formatted(select.formatted(table, shard)), bytes);
    return bytes.toByteArray();
  }

  private static List<String> tables() {
    var tables = new ArrayList<>(OF_SHARD);
    tables.add("order_skus");
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

  private static Connection connect(DatabaseSettings settings) throws SQLException {
    return DriverManager.getConnection(
        settings.url() + "?currentSchema=" + settings.schema(),
        settings.user(),
        settings.password());
  }
}
