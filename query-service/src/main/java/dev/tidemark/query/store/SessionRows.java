package dev.tidemark.query.store;

import dev.tidemark.events.SessionEnd;
import dev.tidemark.events.value.Reason;
import dev.tidemark.events.value.SessionId;
import dev.tidemark.events.value.Username;
import dev.tidemark.views.SessionStatus;
import dev.tidemark.views.SessionView;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The table `sessions`.
public final class SessionRows {
  private SessionRows() {}

  public static Query<Optional<Row<SessionView>>> one(SessionId id) {
    Sql sql = Sql.of("SELECT * FROM sessions WHERE").add(" session_id = ?", id.value());
    return connection -> sql.list(connection, SessionRows::row).stream().findFirst();
  }

  /// Newest first; empty if there is no such user.
  ///
  /// @param status as it is at `now`, whether that was recorded yet or not
  public static Query<Optional<List<SessionView>>> ofUser(
      Username username,
      Optional<SessionStatus> status,
      Instant now,
      @Nullable Keyset after,
      int limit) {
    Sql sql = Sql.of("SELECT * FROM sessions WHERE").add(" username = ?", username.value());
    status.ifPresent(only -> with(sql, only, now));
    if (after != null) {
      sql.behind("started_at", "session_id", after);
    }
    sql.add(" ORDER BY started_at DESC, session_id DESC LIMIT ?", limit);
    return connection ->
        OfUser.list(connection, username, sql.list(connection, row -> row(row).view()));
  }

  private static Sql with(Sql sql, SessionStatus status, Instant now) {
    return switch (status) {
      case ACTIVE -> sql.add(" AND status = 'active' AND expires_at > ?", now);
      case ENDED -> sql.add(" AND status = 'ended'");
      case EXPIRED ->
          sql.add(" AND (status = 'expired' OR status = 'active' AND expires_at <= ?)", now);
    };
  }

  private static Row<SessionView> row(ResultSet row) throws SQLException {
    var view =
        new SessionView(
            new SessionId(row.getObject("session_id", UUID.class)),
            Columns.required(row, "username", Username::new),
            Columns.choice(row, "status", SessionStatus.class),
            Columns.instant(row, "started_at"),
            Columns.instant(row, "last_seen_at"),
            Columns.instant(row, "expires_at"),
            Columns.optionalInstant(row, "ended_at"),
            Columns.optional(
                row, "end_cause", cause -> SessionEnd.valueOf(cause.toUpperCase(Locale.ROOT))),
            Columns.optional(row, "end_reason", Reason::new),
            row.getLong("version"));
    return new Row<>(view, row.getLong("source_offset"));
  }
}
