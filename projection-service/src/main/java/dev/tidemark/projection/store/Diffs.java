package dev.tidemark.projection.store;

import dev.tidemark.projection.generation.Diff;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/// The table of comparisons: the last one of each generation. Thread-safe.
public final class Diffs {
  /// One that was not seen for so long has died with its process.
  private static final Duration SILENCE_MAX = Duration.ofSeconds(30);

  private static final JsonMapper JSON = JsonMapper.shared();

  private static final String SELECT = "SELECT report, seen_at FROM diffs WHERE generation = ?";

  private static final String BEGIN =
      """
      INSERT INTO diffs (generation, against, state, begun_at, seen_at, report)
      VALUES (?, ?, ?, ?, ?, ?::jsonb)
      ON CONFLICT (generation) DO UPDATE SET
        against = excluded.against, state = excluded.state, begun_at = excluded.begun_at,
        seen_at = excluded.seen_at, report = excluded.report
      WHERE diffs.state <> 'running' OR diffs.seen_at < ?
      """;

  private static final String SAVE =
      """
      UPDATE diffs SET state = ?, seen_at = ?, report = ?::jsonb
      WHERE generation = ? AND begun_at = ? AND state = 'running'
      """;

  private final Database control;

  public Diffs(Database control) {
    this.control = control;
  }

  /// @return whether it may go on: no, if another one of the same generation is under way
  public boolean begin(Diff diff) {
    return control.transact(connection -> {
      try (var insert = connection.prepareStatement(BEGIN)) {
        insert.setInt(1, diff.generation());
        insert.setInt(2, diff.against());
        insert.setString(3, name(diff.state()));
        insert.setTimestamp(4, Timestamp.from(diff.begunAt()));
        insert.setTimestamp(5, Timestamp.from(diff.seenAt()));
        insert.setString(6, JSON.writeValueAsString(diff));
        insert.setTimestamp(7, Timestamp.from(diff.seenAt().minus(SILENCE_MAX)));
        return insert.executeUpdate() == 1;
      }
    });
  }

  /// @return whether it is still the one that counts
  public boolean save(Diff diff) {
    return control.transact(connection -> {
      try (var update = connection.prepareStatement(SAVE)) {
        update.setString(1, name(diff.state()));
        update.setTimestamp(2, Timestamp.from(diff.seenAt()));
        update.setString(3, JSON.writeValueAsString(diff));
        update.setInt(4, diff.generation());
        update.setTimestamp(5, Timestamp.from(diff.begunAt()));
        return update.executeUpdate() == 1;
      }
    });
  }

  /// As it was last seen; one whose process died has failed.
  public Optional<Diff> last(int generation, Instant now) {
    return control
        .transact(connection -> last(connection, generation))
        .map(diff ->
            diff.state() == Diff.State.RUNNING && diff.seenAt().isBefore(now.minus(SILENCE_MAX))
                ? diff.become(
                    Diff.State.FAILED, diff.seenAt(), "The process that compared them has ended")
                : diff);
  }

  private static Optional<Diff> last(Connection connection, int generation) throws SQLException {
    try (var select = connection.prepareStatement(SELECT)) {
      select.setInt(1, generation);
      try (var rows = select.executeQuery()) {
        return rows.next()
            ? Optional.of(JSON.readValue(rows.getString(1), Diff.class))
            : Optional.empty();
      }
    }
  }

  private static String name(Diff.State state) {
    return state.name().toLowerCase(Locale.ROOT);
  }
}
