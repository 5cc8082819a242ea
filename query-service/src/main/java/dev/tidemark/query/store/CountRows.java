package dev.tidemark.query.store;

import dev.tidemark.views.OrderStatus;
import dev.tidemark.views.UserStatus;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// The table `status_counts`, and the sessions that are active. Counting is cheap however many rows
/// there are: the database adds up one row for each shard and status, and looks at active sessions
/// only.
public final class CountRows {
  /// @param users by status; 0 where there is none
  /// @param activeSessions whose time is not over, whether that was recorded yet or not
  /// @param orders by status; 0 where there is none
  public record Counts(
      Map<UserStatus, Long> users, long activeSessions, Map<OrderStatus, Long> orders) {}

  private record Count(String of, String status, long number) {}

  private CountRows() {}

  public static Query<Counts> all(Instant now) {
    return connection -> counts(connection, now);
  }

  private static Counts counts(Connection connection, Instant now) throws SQLException {
    List<Count> counted =
        Sql.of("SELECT counts, status, sum(number) FROM status_counts GROUP BY counts, status")
            .list(connection, row -> new Count(row.getString(1), row.getString(2), row.getLong(3)));
    long sessions =
        Sql.of("SELECT count(*) FROM sessions WHERE status = 'active'")
            .add(" AND expires_at > ?", now)
            .list(connection, row -> row.getLong(1))
            .getFirst();
    return new Counts(
        of("users", UserStatus.values(), counted),
        sessions,
        of("orders", OrderStatus.values(), counted));
  }

  private static <E extends Enum<E>> Map<E, Long> of(
      String what, E[] statuses, List<Count> counted) {
    var numbers = new TreeMap<E, Long>();
    Arrays.stream(statuses).forEach(status -> numbers.put(status, 0L));
    for (Count count : counted) {
      if (count.of().equals(what)) {
        Arrays.stream(statuses)
            .filter(status -> status.name().toLowerCase(Locale.ROOT).equals(count.status()))
            .forEach(status -> numbers.put(status, count.number()));
      }
    }
    return numbers;
  }
}
