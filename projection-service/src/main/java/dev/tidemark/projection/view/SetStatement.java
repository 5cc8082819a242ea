package dev.tidemark.projection.view;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/// A statement that takes many rows at once: each `unnest(?, ?, …)` parameter is a column, bound as
/// an array in the order of the question marks. It is executed when its [Writes] are sent.
public final class SetStatement<R> implements RowStatement<R> {
  private final Writes writes;
  private final String sql;
  private final List<R> rows;
  private final List<Writes.Binding> bindings = new ArrayList<>();
  private @Nullable PreparedStatement asked;

  public SetStatement(Writes writes, String sql, List<R> rows) {
    this.writes = writes;
    this.sql = sql;
    this.rows = rows;
  }

  @Override
  public SetStatement<R> bind(int value) {
    bindings.add((statement, parameter) -> statement.setInt(parameter, value));
    return this;
  }

  @Override
  public SetStatement<R> longs(ToLongFunction<R> column) {
    long[] values = rows.stream().mapToLong(column).toArray();
    bindings.add((statement, parameter) -> statement.setObject(parameter, values));
    return this;
  }

  /// Text takes no quoting, and the statement casts it to the column's type.
  @Override
  public SetStatement<R> texts(Function<R, ? extends @Nullable Object> column) {
    var values = new @Nullable String[rows.size()];
    for (int i = 0; i < values.length; i++) {
      Object value = column.apply(rows.get(i));
      values[i] = value == null ? null : value.toString();
    }
    Connection connection = writes.connection();
    bindings.add((statement, parameter) ->
        statement.setArray(parameter, connection.createArrayOf("text", values)));
    return this;
  }

  @Override
  public void execute() {
    writes.add(sql, bindings);
  }

  /// Asks at once. What it answers is closed with the statement.
  public ResultSet query() throws SQLException {
    PreparedStatement statement = writes.connection().prepareStatement(sql);
    asked = statement;
    for (int i = 0; i < bindings.size(); i++) {
      bindings.get(i).bind(statement, i + 1);
    }
    return statement.executeQuery();
  }

  @Override
  public void close() throws SQLException {
    PreparedStatement statement = asked;
    if (statement != null) {
      statement.close();
    }
  }
}
