package dev.tidemark.projection.store;

import dev.tidemark.projection.given.Views;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/// What the database keeps by itself beside the rows, and the same worked out from the rows.
final class DerivedTables {
  private DerivedTables() {}

  static List<String> kept(Views views, int shard) throws SQLException {
    var kept =
        new ArrayList<>(
            views.ask(
                "SELECT counts, status, number FROM status_counts WHERE number <> 0 AND shard = "
                    + shard
                    + " ORDER BY 1, 2"));
    kept.addAll(
        views.ask(
            "SELECT s.sku, s.placed_at, s.order_id FROM order_skus s JOIN orders USING (order_id)"
                + " WHERE shard = "
                + shard
                + " ORDER BY 1, 2, 3"));
    return kept;
  }

  static List<String> derived(Views views, int shard) throws SQLException {
    var derived =
        new ArrayList<>(
            views.ask(
                """
                SELECT 'orders', status, count(*) FROM orders WHERE shard = %d GROUP BY status
                UNION ALL
                SELECT 'users', status, count(*) FROM users WHERE shard = %d GROUP BY status
                ORDER BY 1, 2
                """
                    .formatted(shard, shard)));
    derived.addAll(
        views.ask(
            """
            SELECT DISTINCT line ->> 'sku', placed_at, order_id
            FROM orders, jsonb_array_elements(lines) AS each (line) WHERE shard = %d
            ORDER BY 1, 2, 3
            """
                .formatted(shard)));
    return derived;
  }
}
