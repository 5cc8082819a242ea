package dev.tidemark.query.store;

import dev.tidemark.events.value.Username;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/// A list that belongs to a user. Users and what belongs to them come from different topics, so a
/// list may be there before its user is; only where both are missing there is no such list.
final class OfUser {
  private OfUser() {}

  static <T> Optional<List<T>> list(Connection connection, Username username, List<T> rows)
      throws SQLException {
    if (!rows.isEmpty()) {
      return Optional.of(rows);
    }
    List<Integer> users =
        Sql.of("SELECT 1 FROM users WHERE")
            .add(" username = ?", username.value())
            .list(connection, row -> row.getInt(1));
    return users.isEmpty() ? Optional.empty() : Optional.of(rows);
  }
}
