package dev.tidemark.projection.view.session;

import dev.tidemark.events.EventTopic;
import dev.tidemark.events.SessionEnd;
import dev.tidemark.events.value.Reason;
import dev.tidemark.events.value.SessionId;
import dev.tidemark.events.value.Username;
import dev.tidemark.projection.view.Changed;
import dev.tidemark.projection.view.Columns;
import dev.tidemark.projection.view.Row;
import dev.tidemark.projection.view.RowStatement;
import dev.tidemark.projection.view.SetStatement;
import dev.tidemark.projection.view.Stored;
import dev.tidemark.projection.view.ViewTable;
import dev.tidemark.projection.view.Writes;
import dev.tidemark.views.SessionStatus;
import dev.tidemark.views.SessionView;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/// One row for each session.
public final class SessionTable extends ViewTable<SessionId, SessionView> {
  private static final String COLUMNS =
      "session_id, username, status, started_at, last_seen_at, expires_at, ended_at, end_cause,"
          + " end_reason, version";

  private static final String INTO =
      """
      sessions (shard, session_id, username, status, started_at, last_seen_at, expires_at, ended_at,
                end_cause, end_reason, version, source_offset)
      """;

  private static final String COPY = "COPY " + INTO + " FROM STDIN";

  private static final String UPSERT =
      "INSERT INTO "
          + INTO
          + """
          SELECT ?, * FROM unnest(?::uuid[], ?::text[], ?::text[], ?::timestamptz[],
                                  ?::timestamptz[], ?::timestamptz[], ?::timestamptz[], ?::text[],
                                  ?::text[], ?::bigint[], ?::bigint[])
          ON CONFLICT (session_id) DO UPDATE SET
            status = excluded.status,
            last_seen_at = excluded.last_seen_at,
            expires_at = excluded.expires_at,
            ended_at = excluded.ended_at,
            end_cause = excluded.end_cause,
            end_reason = excluded.end_reason,
            version = excluded.version,
            source_offset = excluded.source_offset
          WHERE sessions.source_offset < excluded.source_offset
          """;

  public SessionTable() {
    super(EventTopic.SESSIONS, "sessions", "session_id", "uuid", COLUMNS, "");
  }

  @Override
  protected SessionId key(SessionView session) {
    return session.sessionId();
  }

  @Override
  protected SessionView view(Columns columns) throws SQLException {
    return new SessionView(
        columns.value("session_id", SessionId::parse),
        columns.value("username", Username::new),
        Stored.constant(SessionStatus.class, columns.text("status")),
        columns.instant("started_at"),
        columns.instant("last_seen_at"),
        columns.instant("expires_at"),
        columns.optionalInstant("ended_at"),
        columns.optional("end_cause", cause -> Stored.constant(SessionEnd.class, cause)),
        columns.optional("end_reason", Reason::new),
        columns.number("version"));
  }

  @Override
  public void write(Writes writes, int shard, Changed<SessionView> changed) throws SQLException {
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

  private static RowStatement<Row<SessionView>> told(
      RowStatement<Row<SessionView>> sessions, int shard) throws SQLException {
    return sessions
        .bind(shard)
        .texts(row -> row.view().sessionId())
        .texts(row -> row.view().username())
        .texts(row -> Stored.name(row.view().status()))
        .texts(row -> row.view().startedAt())
        .texts(row -> row.view().lastSeenAt())
        .texts(row -> row.view().expiresAt())
        .texts(row -> row.view().endedAt())
        .texts(SessionTable::endCause)
        .texts(row -> row.view().reason())
        .longs(row -> row.view().version())
        .longs(Row::sourceOffset);
  }

  private static @Nullable String endCause(Row<SessionView> row) {
    SessionEnd cause = row.view().endCause();
    return cause == null ? null : Stored.name(cause);
  }
}
