package dev.tidemark.projection.store;

import dev.tidemark.events.EventTopic;
import dev.tidemark.projection.batch.Positions;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;

/// How far the rows of any generation are, as one snapshot. Thread-safe.
public final class ViewPositions {
  private final Database control;

  /// @param control any database of the same server: the schema is named
  public ViewPositions(Database control) {
    this.control = control;
  }

  /// By shard; nothing if nobody has written there yet.
  ///
  /// @param schema of a generation, as [dev.tidemark.projection.generation.Generation] names it
  public Map<Integer, Positions> of(String schema) {
    return control.transact(
        connection -> exists(connection, schema) ? of(connection, schema) : Map.of());
  }

  static Map<Integer, Positions> of(Connection connection, String schema) throws SQLException {
    var byShard = new TreeMap<Integer, Positions>();
    try (var select =
            connection.prepareStatement(
                "SELECT shard, topic, position FROM " + schema + ".positions");
        var rows = select.executeQuery()) {
      while (rows.next()) {
        EventTopic topic = EventTopic.named(rows.getString(2));
        long position = rows.getLong(3);
        byShard.merge(
            rows.getInt(1),
            Positions.START.with(topic, position),
            (known, _) -> known.with(topic, position));
      }
    }
    return byShard;
  }

  private static boolean exists(Connection connection, String schema) throws SQLException {
    try (var select = connection.prepareStatement("SELECT to_regclass(?) IS NOT NULL")) {
      select.setString(1, schema + ".positions");
      try (var rows = select.executeQuery()) {
        return rows.next() && rows.getBoolean(1);
      }
    }
  }
}
