package dev.tidemark.projection.store;

import dev.tidemark.projection.generation.Change;
import dev.tidemark.projection.generation.Generation;
import dev.tidemark.projection.generation.Lineup;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Locale;
import java.util.function.Function;

/// The table of all generations. Thread-safe.
public final class Generations {
  /// One change at a time, while everybody may read.
  private static final String LOCK = "LOCK TABLE generations IN SHARE ROW EXCLUSIVE MODE";

  /// Whoever waits holds up all who come after it.
  private static final String WAIT_MAX = "SET LOCAL lock_timeout = '2s'";

  private static final String SELECT =
      "SELECT number, views, state, throttle, shards, created_at, changed_at FROM generations";

  private static final String WRITE =
      """
      INSERT INTO generations (number, views, state, throttle, shards, created_at, changed_at)
      VALUES (?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (number) DO UPDATE SET
        state = excluded.state, throttle = excluded.throttle, changed_at = excluded.changed_at
      """;

  private final Database control;

  /// @param control whose unqualified names mean the tables of [ControlSchema]
  public Generations(Database control) {
    this.control = control;
  }

  public Lineup lineup() {
    return control.transact(Generations::read);
  }

  /// Lets a change be decided on the line as it stands, and makes it before anybody else does.
  ///
  /// @param decide pure; gets the line as it is now
  public Change change(Function<Lineup, Change> decide) {
    return control.transact(connection -> {
      lock(connection);
      Change change = decide.apply(read(connection));
      if (change instanceof Change.Made(_, var to)) {
        for (Generation each : to) {
          write(connection, each);
        }
      }
      return change;
    });
  }

  /// Says that nothing of a generation is left in the cache, and drops its rows, unless others
  /// stand on them.
  ///
  /// @throws StoreException.Unavailable if somebody still reads the rows, such as a comparison
  public void pruned(int number, Instant now) {
    var _ =
        control.transact(connection -> {
          lock(connection);
          Lineup lineup = read(connection);
          if (lineup.pruned(number, now) instanceof Change.Made(var of, var to)) {
            if (!lineup.sharesViews(of)) {
              drop(connection, of.schema());
            }
            for (Generation each : to) {
              write(connection, each);
            }
          }
          return number;
        });
  }

  private static void lock(Connection connection) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(WAIT_MAX);
      statement.execute(LOCK);
    }
  }

  private static void drop(Connection connection, String schema) throws SQLException {
    try (var drop = connection.prepareStatement("DROP SCHEMA IF EXISTS " + schema + " CASCADE")) {
      drop.execute();
    }
  }

  private static Lineup read(Connection connection) throws SQLException {
    var all = new ArrayList<Generation>();
    try (var select = connection.prepareStatement(SELECT);
        var rows = select.executeQuery()) {
      while (rows.next()) {
        all.add(
            new Generation(
                rows.getInt(1),
                rows.getInt(2),
                Generation.State.valueOf(rows.getString(3).toUpperCase(Locale.ROOT)),
                rows.getInt(4),
                rows.getInt(5),
                rows.getTimestamp(6).toInstant(),
                rows.getTimestamp(7).toInstant()));
      }
    }
    return new Lineup(all);
  }

  private static void write(Connection connection, Generation each) throws SQLException {
    try (var write = connection.prepareStatement(WRITE)) {
      write.setInt(1, each.number());
      write.setInt(2, each.views());
      write.setString(3, each.state().name().toLowerCase(Locale.ROOT));
      write.setInt(4, each.throttle());
      write.setInt(5, each.shards());
      write.setTimestamp(6, Timestamp.from(each.createdAt()));
      write.setTimestamp(7, Timestamp.from(each.changedAt()));
      write.executeUpdate();
    }
  }
}
