package dev.tidemark.chaos.planted;

import dev.tidemark.chaos.observed.Addresses;
import java.sql.DriverManager;
import java.sql.SQLException;

/// Mistakes in PostgreSQL. Of the schema only the generation is spoilt that a system has from its
/// start.
final class SpoiltRows {
  private SpoiltRows() {}

  static void change(Addresses addresses) {
    one(
        addresses,
        """
        UPDATE views_g1.orders SET refunded = refunded + 1
        WHERE order_id = (SELECT min(order_id::text)::uuid FROM views_g1.orders)
        """);
  }

  static void drop(Addresses addresses) {
    one(
        addresses,
        """
        DELETE FROM views_g1.sessions
        WHERE session_id = (SELECT min(session_id::text)::uuid FROM views_g1.sessions)
        """);
  }

  static void dropEvent(Addresses addresses) {
    one(
        addresses,
        """
        DELETE FROM views_g1.events WHERE (topic, shard, "offset") IN
          (SELECT topic, shard, "offset" FROM views_g1.events
           ORDER BY topic, shard, "offset" LIMIT 1)
        """);
  }

  static void sellTwice(Addresses addresses) {
    one(
        addresses,
        """
        UPDATE views_g1.sales SET orders = orders + 1
        WHERE username = (SELECT min(username) FROM views_g1.sales)
          AND country = (SELECT min(country) FROM views_g1.sales
                         WHERE username = (SELECT min(username) FROM views_g1.sales))
        """);
  }

  private static void one(Addresses addresses, String statement) {
    try (var connection =
            DriverManager.getConnection(
                addresses.jdbcUrl(), addresses.postgresUser(), addresses.postgresPassword());
        var update = connection.prepareStatement(statement)) {
      if (update.executeUpdate() == 0) {
        throw new IllegalStateException("Expected a row to spoil, but there is none");
      }
    } catch (SQLException e) {
      throw new IllegalStateException("Expected to spoil a row, but " + e.getMessage(), e);
    }
  }
}
