package dev.tidemark.query.store;

import dev.tidemark.query.store.StoreUnavailableException.Why;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Tells outages from mistakes.
final class SqlFailures {
  private static final String STATEMENT_TIMEOUT = "57014";
  private static final String NO_SUCH_TABLE = "42P01";
  private static final String NO_SUCH_SCHEMA = "3F000";

  /// Connection lost, resources short, operator intervention, wrong user, no such database; and
  /// what a replica says when it had to choose between a read and following the primary.
  private static final Set<String> OUTAGE_CLASSES =
      Set.of("08", "53", "57", "58", "28", "3D", "40");

  private SqlFailures() {}

  static RuntimeException translate(SQLException e) {
    String state = e.getSQLState();
    if (STATEMENT_TIMEOUT.equals(state)) {
      return new StoreUnavailableException(
          Why.TOO_SLOW, "Expected PostgreSQL to answer sooner, but it took too long", e);
    }
    if (NO_SUCH_TABLE.equals(state) || NO_SUCH_SCHEMA.equals(state)) {
      return new StoreUnavailableException(
          Why.AWAY, "Expected the views in PostgreSQL, but not yet", e);
    }
    return isOutage(e, state)
        ? new StoreUnavailableException(
            Why.AWAY, "Expected PostgreSQL to answer, but it does not", e)
        : new IllegalStateException("Expected a valid query, but was refused: " + state, e);
  }

  private static boolean isOutage(SQLException e, @Nullable String state) {
    return e instanceof SQLTransientConnectionException
        || state == null
        || OUTAGE_CLASSES.stream().anyMatch(state::startsWith);
  }
}
