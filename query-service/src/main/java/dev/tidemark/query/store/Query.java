package dev.tidemark.query.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Function;

/// What to read, whichever server is asked. The connection is in a read-only, repeatable-read
/// transaction. It may be run again, on another server.
public interface Query<T> {
  T run(Connection connection) throws SQLException;

  default <U> Query<U> map(Function<T, U> change) {
    return connection -> change.apply(run(connection));
  }
}
