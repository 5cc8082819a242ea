package dev.tidemark.query.store;

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

  /// Continues behind `keyset` in a list sorted by these columns, descending.
  Sql behind(String timeColumn, String idColumn, Keyset keyset) {
    return add(" AND (" + timeColumn + ", " + idColumn + ") < (?,", keyset.at())
        .add("?)", keyset.id());
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
