package dev.tidemark.projection.view;

import java.sql.SQLException;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/// Writes many rows at once. It is told column by column how each is made of a row, in the order in
/// which its SQL names them.
///
/// ```java
/// RowStatement.creating(writes, INSERT, COPY, rows).bind(shard).texts(…).longs(…).execute();
/// ```
public sealed interface RowStatement<R> extends AutoCloseable permits SetStatement, CopyStatement {
  /// A `COPY` of fewer rows costs more than it saves.
  int COPIED_ROWS_MIN = 100;

  /// Writes rows that are not there. Many of them are copied, which asks of no row whether there is
  /// one already: the caller knows, from within the transaction that holds the shard's positions.
  ///
  /// @param insertSql with a question mark for each column, as [SetStatement] takes them
  /// @param copySql `COPY table (columns) FROM STDIN`, of the same columns
  static <R> RowStatement<R> creating(
      Writes writes, String insertSql, String copySql, List<R> rows) {
    return rows.size() < COPIED_ROWS_MIN
        ? new SetStatement<>(writes, insertSql, rows)
        : new CopyStatement<>(writes.connection(), copySql, rows);
  }

  /// One value for all rows.
  RowStatement<R> bind(int value) throws SQLException;

  RowStatement<R> longs(ToLongFunction<R> column) throws SQLException;

  /// Values of any type but numbers of fixed size, as their `toString()` says them; null stays
  /// null. They travel as text, and become what the column is.
  RowStatement<R> texts(Function<R, ? extends @Nullable Object> column) throws SQLException;

  /// Writes them, now or when the writes are sent that it belongs to.
  void execute() throws SQLException;

  @Override
  void close() throws SQLException;
}
