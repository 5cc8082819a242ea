package dev.tidemark.projection.view.user;

import dev.tidemark.events.EventTopic;
import dev.tidemark.events.value.Country;
import dev.tidemark.events.value.DisplayName;
import dev.tidemark.events.value.EmailAddress;
import dev.tidemark.events.value.Username;
import dev.tidemark.projection.view.Changed;
import dev.tidemark.projection.view.Columns;
import dev.tidemark.projection.view.Row;
import dev.tidemark.projection.view.RowStatement;
import dev.tidemark.projection.view.SetStatement;
import dev.tidemark.projection.view.Stored;
import dev.tidemark.projection.view.ViewTable;
import dev.tidemark.projection.view.Writes;
import dev.tidemark.views.UserStatus;
import dev.tidemark.views.UserView;
import java.sql.SQLException;

/// One row for each user.
public final class UserTable extends ViewTable<Username, UserView> {
  private static final String COLUMNS =
      "username, status, email, display_name, country, registered_at, updated_at, version";

  private static final String INTO =
      """
      users (shard, username, status, email, display_name, country, registered_at, updated_at,
             version, source_offset)
      """;

  private static final String COPY = "COPY " + INTO + " FROM STDIN";

  private static final String UPSERT =
      "INSERT INTO "
          + INTO
          + """
          SELECT ?, * FROM unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::text[],
                                  ?::timestamptz[], ?::timestamptz[], ?::bigint[], ?::bigint[])
          ON CONFLICT (username) DO UPDATE SET
            status = excluded.status,
            email = excluded.email,
            display_name = excluded.display_name,
            country = excluded.country,
            updated_at = excluded.updated_at,
            version = excluded.version,
            source_offset = excluded.source_offset
          WHERE users.source_offset < excluded.source_offset
          """;

  public UserTable() {
    super(EventTopic.USERS, "users", "username", "text", COLUMNS, "");
  }

  @Override
  protected Username key(UserView user) {
    return user.username();
  }

  @Override
  protected UserView view(Columns columns) throws SQLException {
    return new UserView(
        columns.value("username", Username::new),
        Stored.constant(UserStatus.class, columns.text("status")),
        columns.optional("email", EmailAddress::new),
        columns.optional("display_name", DisplayName::new),
        columns.optional("country", Country::new),
        columns.instant("registered_at"),
        columns.instant("updated_at"),
        columns.number("version"));
  }

  @Override
  public void write(Writes writes, int shard, Changed<UserView> changed) throws SQLException {
    if (!changed.created().isEmpty()) {
      try (var create = RowStatement.creating(writes, UPSERT, COPY, changed.created())) {
        told(create, shard).execute();
      }
    }
    if (!changed.updated().isEmpty()) {
      try (var update = new SetStatement<>(writes, UPSERT, changed.updated())) {
        told(update, shard).execute();
      }
    }
  }

  private static RowStatement<Row<UserView>> told(RowStatement<Row<UserView>> users, int shard)
      throws SQLException {
    return users
        .bind(shard)
        .texts(row -> row.view().username())
        .texts(row -> Stored.name(row.view().status()))
        .texts(row -> row.view().email())
        .texts(row -> row.view().displayName())
        .texts(row -> row.view().country())
        .texts(row -> row.view().registeredAt())
        .texts(row -> row.view().updatedAt())
        .longs(row -> row.view().version())
        .longs(Row::sourceOffset);
  }
}
