package dev.tidemark.projection.store;

import dev.tidemark.projection.store.StoreException.Refused;
import dev.tidemark.projection.store.StoredJob.State;
import dev.tidemark.projection.view.Stored;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// What operators asked to be replayed or verified. Times are the database's, so that instances
/// agree on them. Thread-safe.
public final class RepairJobs {
  private static final int TROUBLE_CHARS_MAX = 1_000;

  private static final String COLUMNS =
      "id, kind, wish, state, units_done, report, began_at, ended_at, coalesce(trouble, '')";

  private static final String BEGIN =
      """
      INSERT INTO repair_jobs (id, kind, wish, state, owner, heard_at, units_done, report, began_at)
      VALUES (?, ?, ?::jsonb, 'running', '', '-infinity', 0, ?::jsonb, now())
      """;

  private static final String CLAIM =
      """
      UPDATE repair_jobs SET owner = ?, heard_at = now()
      WHERE id = (SELECT id FROM repair_jobs
                  WHERE state IN ('running', 'cancelling')
                    AND heard_at < now() - ? * interval '1 millisecond'
                  ORDER BY began_at LIMIT 1 FOR UPDATE SKIP LOCKED)
      RETURNING
      """
          + COLUMNS;

  private static final String BEAT =
      """
      UPDATE repair_jobs SET heard_at = now(), report = ?::jsonb, units_done = ?
      WHERE id = ? AND owner = ? AND state IN ('running', 'cancelling') RETURNING state
      """;

  private static final String RELEASE =
      "UPDATE repair_jobs SET heard_at = '-infinity' WHERE id = ? AND owner = ?";

  private static final String END =
      """
      UPDATE repair_jobs SET state = ?, ended_at = now(), trouble = nullif(?, '')
      WHERE id = ? AND owner = ? AND state IN ('running', 'cancelling')
      """;

  private static final String CANCEL =
      "UPDATE repair_jobs SET state = 'cancelling' WHERE id = ? AND state = 'running'";

  private static final String ONE = "SELECT " + COLUMNS + " FROM repair_jobs WHERE id = ?";

  private static final String NEWEST =
      "SELECT " + COLUMNS + " FROM repair_jobs ORDER BY began_at DESC LIMIT ?";

  private final Database database;

  /// @param database of the control tables
  public RepairJobs(Database database) {
    this.database = database;
  }

  /// @return false if one of its kind is under way
  public boolean begin(UUID id, String kind, String wish, String report) {
    try {
      return database.transact(connection -> {
        try (var insert = connection.prepareStatement(BEGIN)) {
          insert.setObject(1, id);
          insert.setString(2, kind);
          insert.setString(3, wish);
          insert.setString(4, report);
          return insert.executeUpdate() == 1;
        }
      });
    } catch (Refused e) {
      // By the index that lets one of a kind be under way.
      return false;
    }
  }

  /// Makes the caller the one who works on a job of which nothing was heard for a while, if there
  /// is one.
  public Optional<StoredJob> claim(String owner, Duration silence) {
    return database.transact(connection -> {
      try (var update = connection.prepareStatement(CLAIM)) {
        update.setString(1, owner);
        update.setLong(2, silence.toMillis());
        return all(update).stream().findFirst();
      }
    });
  }

  /// Says how far the job is.
  ///
  /// @return its state; empty if somebody else works on it
  public Optional<State> beat(UUID id, String owner, String report, int unitsDone) {
    return database.transact(connection -> {
      try (var update = connection.prepareStatement(BEAT)) {
        update.setString(1, report);
        update.setInt(2, unitsDone);
        update.setObject(3, id);
        update.setString(4, owner);
        try (var result = update.executeQuery()) {
          return result.next()
              ? Optional.of(Stored.constant(State.class, result.getString(1)))
              : Optional.empty();
        }
      }
    });
  }

  public void end(UUID id, String owner, State state, String trouble) {
    database.transact(connection -> {
      try (var update = connection.prepareStatement(END)) {
        update.setString(1, Stored.name(state));
        update.setString(2, trouble.substring(0, Math.min(trouble.length(), TROUBLE_CHARS_MAX)));
        update.setObject(3, id);
        update.setString(4, owner);
        return update.executeUpdate();
      }
    });
  }

  /// Leaves a job to whoever takes it next.
  public void release(UUID id, String owner) {
    database.transact(connection -> {
      try (var update = connection.prepareStatement(RELEASE)) {
        update.setObject(1, id);
        update.setString(2, owner);
        return update.executeUpdate();
      }
    });
  }

  /// Asks whoever works on it to stop.
  public void cancel(UUID id) {
    database.transact(connection -> {
      try (var update = connection.prepareStatement(CANCEL)) {
        update.setObject(1, id);
        return update.executeUpdate();
      }
    });
  }

  public Optional<StoredJob> find(UUID id) {
    return database.transact(connection -> {
      try (var select = connection.prepareStatement(ONE)) {
        select.setObject(1, id);
        return all(select).stream().findFirst();
      }
    });
  }

  public List<StoredJob> newest(int jobsMax) {
    return database.transact((Connection connection) -> {
      try (var select = connection.prepareStatement(NEWEST)) {
        select.setInt(1, jobsMax);
        return all(select);
      }
    });
  }

  private static List<StoredJob> all(PreparedStatement statement) throws SQLException {
    var jobs = new ArrayList<StoredJob>();
    try (ResultSet result = statement.executeQuery()) {
      while (result.next()) {
        var ended = result.getTimestamp(8);
        jobs.add(
            new StoredJob(
                result.getObject(1, UUID.class),
                result.getString(2),
                result.getString(3),
                Stored.constant(State.class, result.getString(4)),
                result.getInt(5),
                result.getString(6),
                result.getTimestamp(7).toInstant(),
                ended == null ? Instant.EPOCH : ended.toInstant(),
                result.getString(9)));
      }
    }
    return jobs;
  }
}
