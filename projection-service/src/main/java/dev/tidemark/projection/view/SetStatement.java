package dev.tidemark.projection.view;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
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

  /// Values whose `toString()` is what is stored; null stays null.
  public SetStatement<R> texts(Function<R, ? extends @Nullable Object> column) throws SQLException {
    return array("text", column);
  }

  /// Values that print as PostgreSQL reads them, such as `12.50`.
  public SetStatement<R> numbers(Function<R, BigDecimal> column) throws SQLException {
    return array("numeric", column.andThen(BigDecimal::toPlainString));
  }

  public SetStatement<R> instants(Function<R, @Nullable Instant> column) throws SQLException {
    return array("timestamptz", column);
  }

  public SetStatement<R> uuids(Function<R, ? extends Object> column) throws SQLException {
    return array("uuid", column);
  }

  public SetStatement<R> json(Function<R, String> column) throws SQLException {
    return array("jsonb", column);
  }

  private SetStatement<R> array(String type, Function<R, ? extends @Nullable Object> column)
      throws SQLException {
    var values = new @Nullable String[rows.size()];
    for (int i = 0; i < values.length; i++) {
      Object value = column.apply(rows.get(i));
      values[i] = value == null ? null : value.toString();
    }
    statement.setArray(++parameter, connection.createArrayOf(type, values));
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
