package dev.tidemark.bench.shop;

import dev.tidemark.localstack.PostgresServer;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/// What the projection has written.
public final class FilledViews {
  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final Duration LOOK_EVERY = Duration.ofMillis(200);

  private FilledViews() {}

  /// Returns when so many events are in the rows.
  ///
  /// @throws IllegalStateException if that takes too long
  public static void await(PostgresServer postgres, long events) throws SQLException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    long found = -1;
    try (var connection =
            DriverManager.getConnection(
                postgres.jdbcUrl() + "?currentSchema=views_g1",
                postgres.user(),
                postgres.password());
        var count = connection.prepareStatement("SELECT count(*) FROM events")) {
      while (found < events) {
        if (System.nanoTime() - end > 0) {
          throw new IllegalStateException(
              "Expected %,d events in the rows, but there are %,d".formatted(events, found));
        }
        LockSupport.parkNanos(LOOK_EVERY.toNanos());
        try (var row = count.executeQuery()) {
          found = row.next() ? row.getLong(1) : -1;
        }
      }
    }
  }
}
