package dev.tidemark.query.store;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/// A statement put together from fixed texts; what comes from outside only ever becomes a
/// parameter.
final class Sql {
  /// Reads one row.
  interface Mapper<T> {
    T map(ResultSet row) throws SQLException;
  }

  private interface Parameter {
    void set(PreparedStatement statement, int index) throws SQLException;
  }

  private final StringBuilder text;
  private final List<Parameter> parameters = new ArrayList<>();

  private Sql(String text) {
    this.text = new StringBuilder(text);
  }

  static Sql of(String text) {
    return new Sql(text);
  }

  /// The rows of all of them, to be sorted by what follows.
  static Sql unionAll(List<Sql> all) {
    Sql union = of("");
    for (Sql one : all) {
      union.text.append(union.text.isEmpty() ? "(" : " UNION ALL (").append(one.text).append(')');
      union.parameters.addAll(one.parameters);
    }
    return union;
  }

  Sql add(String more) {
    text.append(more);
    return this;
  }

  Sql add(String more, String value) {
    return add(more, (statement, index) -> statement.setString(index, value));
  }

  Sql add(String more, int value) {
    return add(more, (statement, index) -> statement.setInt(index, value));
  }

  Sql add(String more, long value) {
    return add(more, (statement, index) -> statement.setLong(index, value));
  }

  Sql add(String more, BigDecimal value) {
    return add(more, (statement, index) -> statement.setBigDecimal(index, value));
  }

  Sql add(String more, UUID value) {
    return add(more, (statement, index) -> statement.setObject(index, value));
  }

  Sql add(String more, Instant value) {
    return add(
        more, (statement, index) -> statement.setObject(index, value.atOffset(ZoneOffset.UTC)));
  }

  Sql add(String more, List<UUID> values) {
    return add(
        more,
        (statement, index) ->
            statement.setArray(
                index, statement.getConnection().createArrayOf("uuid", values.toArray())));
  }

  /// Continues behind `keyset` in a list sorted by these columns, both in the same direction.
  Sql behind(String column, String idColumn, boolean descending, Keyset keyset) {
    String begin = " AND (%s, %s) %s (?,".formatted(column, idColumn, descending ? "<" : ">");
    return switch (keyset) {
      case Keyset.ByTime(var at, var id) -> add(begin, at).add("?)", id);
      case Keyset.ByAmount(var amount, var id) -> add(begin, amount.value()).add("?)", id);
    };
  }

  /// Continues behind `keyset` in a list sorted by these columns, newest first.
  Sql behind(String timeColumn, String idColumn, Keyset keyset) {
    return behind(timeColumn, idColumn, true, keyset);
  }

  <T> List<T> list(Connection connection, Mapper<T> mapper) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(text.toString())) {
      int index = 1;
      for (Parameter parameter : parameters) {
        parameter.set(statement, index++);
      }
      try (ResultSet rows = statement.executeQuery()) {
        var list = new ArrayList<T>();
        while (rows.next()) {
          list.add(mapper.map(rows));
        }
        return list;
      }
    }
  }

  private Sql add(String more, Parameter parameter) {
    text.append(more);
    parameters.add(parameter);
    return this;
  }
}
