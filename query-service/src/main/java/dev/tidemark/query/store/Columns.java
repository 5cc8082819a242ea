package dev.tidemark.query.store;

import dev.tidemark.events.value.Amount;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Reads columns as values.
final class Columns {
  private Columns() {}

  static <T> @Nullable T optional(ResultSet row, String column, Function<String, T> parse)
      throws SQLException {
    String text = row.getString(column);
    return text == null ? null : parse.apply(text);
  }

  static <T> T required(ResultSet row, String column, Function<String, T> parse)
      throws SQLException {
    return parse.apply(row.getString(column));
  }

  static <E extends Enum<E>> E choice(ResultSet row, String column, Class<E> type)
      throws SQLException {
    return Enum.valueOf(type, row.getString(column).toUpperCase(Locale.ROOT));
  }

  static Amount amount(ResultSet row, String column) throws SQLException {
    return new Amount(row.getBigDecimal(column));
  }

  static Instant instant(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }

  static @Nullable Instant optionalInstant(ResultSet row, String column) throws SQLException {
    OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }
}
