package dev.tidemark.projection.view;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/// A statement that takes many rows at once: each `unnest(?, ?, …)` parameter is a column, bound as
/// an array in the order of the question marks.
///
/// ```java
/// new SetStatement<>(connection, SQL, rows).bind(shard).texts(…).longs(…).execute();
/// ```
public final class SetStatement<R> implements AutoCloseable {
  private final Connection connection;
  private final PreparedStatement statement;
  private final List<R> rows;
  private int parameter;

  public SetStatement(Connection connection, String sql, List<R> rows) throws SQLException {
    this.connection = connection;
    this.statement = connection.prepareStatement(sql);
    this.rows = rows;
  }

  /// One value for all rows.
  public SetStatement<R> bind(int value) throws SQLException {
    statement.setInt(++parameter, value);
    return this;
  }

  public SetStatement<R> longs(ToLongFunction<R> column) throws SQLException {
    statement.setObject(++parameter, rows.stream().mapToLong(column).toArray());
    return this;
  }

  /// Values of any type but numbers of fixed size, as their `toString()` says them; null stays
  /// null. They travel as text, which takes no quoting, and the statement casts them to the
  /// column's type.
  public SetStatement<R> texts(Function<R, ? extends @Nullable Object> column) throws SQLException {
    var values = new @Nullable String[rows.size()];
    for (int i = 0; i < values.length; i++) {
      Object value = column.apply(rows.get(i));
      values[i] = value == null ? null : value.toString();
    }
    statement.setArray(++parameter, connection.createArrayOf("text", values));
    return this;
  }

  /// @return how many rows were written
  public int execute() throws SQLException {
    return statement.executeUpdate();
  }

  @Override
  public void close() throws SQLException {
    statement.close();
  }
}
