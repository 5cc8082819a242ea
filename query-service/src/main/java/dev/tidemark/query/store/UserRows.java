package dev.tidemark.query.store;

import dev.tidemark.events.value.Country;
import dev.tidemark.events.value.DisplayName;
import dev.tidemark.events.value.EmailAddress;
import dev.tidemark.events.value.Username;
import dev.tidemark.views.UserStatus;
import dev.tidemark.views.UserView;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/// The table `users`.
public final class UserRows {
  private UserRows() {}

  public static Query<Optional<Row<UserView>>> one(Username username) {
    Sql sql = Sql.of("SELECT * FROM users WHERE").add(" username = ?", username.value());
    return connection -> sql.list(connection, UserRows::row).stream().findFirst();
  }

  private static Row<UserView> row(ResultSet row) throws SQLException {
    var view =
        new UserView(
            Columns.required(row, "username", Username::new),
            Columns.choice(row, "status", UserStatus.class),
            Columns.optional(row, "email", EmailAddress::new),
            Columns.optional(row, "display_name", DisplayName::new),
            Columns.optional(row, "country", Country::new),
            Columns.instant(row, "registered_at"),
            Columns.instant(row, "updated_at"),
            row.getLong("version"));
    return new Row<>(view, row.getLong("source_offset"));
  }
}
