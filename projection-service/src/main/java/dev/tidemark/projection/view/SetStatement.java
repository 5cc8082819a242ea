package dev.tidemark.projection.view;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/// A statement that takes many rows at once: each `unnest(?, ?, …)` parameter is a column, bound as
/// an array in the order of the question marks.
public final class SetStatement<R> implements RowStatement<R> {
  private final Connection connection;
  private final PreparedStatement statement;
  private final List<R> rows;
  private int parameter;

  public SetStatement(Connection connection, String sql, List<R> rows) throws SQLException {
    this.connection = connection;
    this.statement = connection.prepareStatement(sql);
    this.rows = rows;
  }

  @Override
  public SetStatement<R> bind(int value) throws SQLException {
    statement.setInt(++parameter, value);
    return this;
  }

  @Override
  public SetStatement<R> longs(ToLongFunction<R> column) throws SQLException {
    statement.setObject(++parameter, rows.stream().mapToLong(column).toArray());
    return this;
  }

  /// Text takes no quoting, and the statement casts it to the column's type.
  @Override
  public SetStatement<R> texts(Function<R, ? extends @Nullable Object> column) throws SQLException {
    var values = new @Nullable String[rows.size()];
    for (int i = 0; i < values.length; i++) {
      Object value = column.apply(rows.get(i));
      values[i] = value == null ? null : value.toString();
    }
    statement.setArray(++parameter, connection.createArrayOf("text", values));
    return this;
  }

  @Override
  public long execute() throws SQLException {
    return statement.executeUpdate();
  }

  /// What it answers; closed with the statement.
  public ResultSet query() throws SQLException {
    return statement.executeQuery();
  }

  @Override
  public void close() throws SQLException {
    statement.close();
  }
}
