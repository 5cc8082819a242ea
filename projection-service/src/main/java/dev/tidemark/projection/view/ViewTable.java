package dev.tidemark.projection.view;

import dev.tidemark.events.EventTopic;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The table of a view that has one row for each aggregate.
///
/// - All methods work within the caller's transaction and on many rows at once.
/// - [#write] never puts an older state in place of a newer one.
/// - Instances are immutable; a connection is for one thread at a time.
public abstract class ViewTable<K, V extends Record> {
  /// How many rows travel at once where there may be more than memory should hold.
  private static final int FETCH_ROWS = 64;

  private final EventTopic topic;
  private final String loadSql;
  private final String wholeSql;
  private final String deleteSql;
  private final String sliceSql;
  private final String findSql;
  private final String keyType;

  /// @param topic the one topic from which all rows follow
  /// @param keyType PostgreSQL's name of the key column's type
  /// @param columns what a fold needs to know of a row, separated by commas
  /// @param restColumns what only readers need, likewise; not loaded for a fold
  protected ViewTable(
      EventTopic topic,
      String table,
      String keyColumn,
      String keyType,
      String columns,
      String restColumns) {
    this.topic = topic;
    this.keyType = keyType;
    String allColumns = restColumns.isEmpty() ? columns : columns + ", " + restColumns;
    String byKey = "SELECT source_offset, %s FROM %s WHERE %s = ANY (?)";
    this.loadSql = byKey.formatted(columns, table, keyColumn);
    this.wholeSql = byKey.formatted(allColumns, table, keyColumn);
    this.deleteSql = "DELETE FROM %s WHERE %s = ANY (?)".formatted(table, keyColumn);
    this.sliceSql =
        """
        SELECT source_offset, %s FROM %s
        WHERE shard = ? AND source_offset >= ? ORDER BY source_offset LIMIT ?
        """
            .formatted(allColumns, table);
    this.findSql =
        "SELECT source_offset, %s FROM %s WHERE %s = ?::%s"
            .formatted(allColumns, table, keyColumn, keyType);
  }

  protected abstract K key(V view);

  /// The view without the rest columns.
  protected abstract V view(Columns columns) throws SQLException;

  /// The whole view.
  protected V wholeView(Columns columns) throws SQLException {
    return view(columns);
  }

  /// How much memory a view takes, in units of a small row.
  protected int weight(V view) {
    return 1;
  }

  /// What is written is there once `writes` are sent.
  public abstract void write(Writes writes, int shard, Changed<V> changed) throws SQLException;

  public final EventTopic topic() {
    return topic;
  }

  /// Those of `keys` that have a row, as far as a fold needs to know them.
  public final Map<K, Row<V>> load(Connection connection, Collection<K> keys) throws SQLException {
    return read(connection, loadSql, keys, this::view);
  }

  /// Those of `keys` that have a row, with all its columns.
  public final Map<K, Row<V>> whole(Connection connection, Collection<K> keys) throws SQLException {
    return read(connection, wholeSql, keys, this::wholeView);
  }

  /// For repairs alone, which write them anew in the same transaction.
  public final void delete(Connection connection, Collection<K> keys) throws SQLException {
    try (var delete = connection.prepareStatement(deleteSql)) {
      delete.setArray(
          1, connection.createArrayOf(keyType, keys.stream().map(Object::toString).toArray()));
      delete.executeUpdate();
    }
  }

  private interface Reading<V> {
    V view(Columns columns) throws SQLException;
  }

  private Map<K, Row<V>> read(
      Connection connection, String sql, Collection<K> keys, Reading<V> reading)
      throws SQLException {
    var rows = new HashMap<K, Row<V>>();
    if (keys.isEmpty()) {
      return rows;
    }
    try (var select = connection.prepareStatement(sql)) {
      @Nullable Object[] texts = keys.stream().map(Object::toString).toArray();
      select.setArray(1, connection.createArrayOf(keyType, texts));
      try (var result = select.executeQuery()) {
        var columns = new Columns(result);
        while (result.next()) {
          V view = reading.view(columns);
          rows.put(key(view), new Row<>(view, columns.number("source_offset")));
        }
      }
    }
    return rows;
  }

  /// The row of this key, whole.
  public final Optional<Row<V>> find(Connection connection, String key) throws SQLException {
    try (var select = connection.prepareStatement(findSql)) {
      select.setString(1, key);
      try (var result = select.executeQuery()) {
        var columns = new Columns(result);
        return result.next()
            ? Optional.of(new Row<>(wholeView(columns), columns.number("source_offset")))
            : Optional.empty();
      }
    }
  }

  /// The first rows whose last event stands at `fromOffset` or later, whole and in that order.
  ///
  /// @param weightMax a slice ends when its rows weigh this much, or are as many
  public final Slice<V> slice(Connection connection, int shard, long fromOffset, int weightMax)
      throws SQLException {
    var rows = new ArrayList<Row<V>>();
    int weight = 0;
    try (var select = connection.prepareStatement(sliceSql)) {
      select.setInt(1, shard);
      select.setLong(2, fromOffset);
      select.setInt(3, weightMax);
      select.setFetchSize(FETCH_ROWS);
      try (var result = select.executeQuery()) {
        var columns = new Columns(result);
        while (weight < weightMax && result.next()) {
          V view = wholeView(columns);
          rows.add(new Row<>(view, columns.number("source_offset")));
          weight += weight(view);
        }
      }
    }
    return new Slice<>(rows, weight < weightMax);
  }
}
