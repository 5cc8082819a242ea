package dev.tidemark.projection.view;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/// A `COPY` of rows, in PostgreSQL's text format, sent while it is made. What cannot be stored
/// fails with the same SQL states as when it is inserted.
final class CopyStatement<R> implements RowStatement<R> {
  private static final int SENT_CHARS_MIN = 1 << 16;

  private final Connection connection;
  private final String sql;
  private final List<R> rows;
  private final List<BiConsumer<R, StringBuilder>> columns = new ArrayList<>();

  CopyStatement(Connection connection, String sql, List<R> rows) {
    this.connection = connection;
    this.sql = sql;
    this.rows = rows;
  }

  @Override
  public CopyStatement<R> bind(int value) {
    columns.add((_, text) -> text.append(value));
    return this;
  }

  @Override
  public CopyStatement<R> longs(ToLongFunction<R> column) {
    columns.add((row, text) -> text.append(column.applyAsLong(row)));
    return this;
  }

  @Override
  public CopyStatement<R> texts(Function<R, ? extends @Nullable Object> column) {
    columns.add((row, text) -> appendValue(text, column.apply(row)));
    return this;
  }

  @Override
  public void execute() throws SQLException {
    CopyIn copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(sql);
    try {
      var text = new StringBuilder();
      for (R row : rows) {
        appendRow(text, row);
        if (text.length() >= SENT_CHARS_MIN) {
          send(copy, text);
        }
      }
      send(copy, text);
      copy.endCopy();
    } finally {
      if (copy.isActive()) {
        copy.cancelCopy();
      }
    }
  }

  /// Nothing outlives the execution.
  @Override
  public void close() {}

  private void appendRow(StringBuilder text, R row) {
    for (int i = 0; i < columns.size(); i++) {
      if (i > 0) {
        text.append('\t');
      }
      columns.get(i).accept(row, text);
    }
    text.append('\n');
  }

  private static void appendValue(StringBuilder text, @Nullable Object value) {
    if (value == null) {
      text.append("\\N");
      return;
    }
    String plain = value.toString();
    int written = 0;
    for (int i = 0; i < plain.length(); i++) {
      String escape =
          switch (plain.charAt(i)) {
            case '\\' -> "\\\\";
            case '\t' -> "\\t";
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            default -> "";
          };
      if (!escape.isEmpty()) {
        text.append(plain, written, i).append(escape);
        written = i + 1;
      }
    }
    text.append(plain, written, plain.length());
  }

  private static void send(CopyIn copy, StringBuilder text) throws SQLException {
    byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
    copy.writeToCopy(bytes, 0, bytes.length);
    text.setLength(0);
  }
}
