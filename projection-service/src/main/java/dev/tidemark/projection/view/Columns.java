package dev.tidemark.projection.view;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Reads the columns of the current row of a result as values.
public record Columns(ResultSet result) {
  public String text(String column) throws SQLException {
    return result.getString(column);
  }

  public <T> T value(String column, Function<String, T> value) throws SQLException {
    return value.apply(result.getString(column));
  }

  public <T> @Nullable T optional(String column, Function<String, T> value) throws SQLException {
    String text = result.getString(column);
    return text == null ? null : value.apply(text);
  }

  public long number(String column) throws SQLException {
    return result.getLong(column);
  }

  public Instant instant(String column) throws SQLException {
    return result.getObject(column, OffsetDateTime.class).toInstant();
  }

  public @Nullable Instant optionalInstant(String column) throws SQLException {
    OffsetDateTime time = result.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }
}
