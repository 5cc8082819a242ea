package dev.tidemark.projection.store;

import java.util.List;

/// A table that the database keeps beside the rows, as it keeps an index: what stands there can be
/// told from the rows of the same generation, at any time.
///
/// @param kept a query of what stands there, as a key and a value
/// @param told the same, from the rows
record DerivedTable(String name, String kept, String told) {
  static final List<DerivedTable> ALL =
      List.of(
          new DerivedTable(
              "status_counts",
              """
              SELECT concat_ws(' ', shard, counts, status), number::text
              FROM %1$s.status_counts WHERE number <> 0\
              """,
              """
              SELECT concat_ws(' ', shard, 'users', status), count(*)::text
              FROM %1$s.users GROUP BY shard, status
              UNION ALL
              SELECT concat_ws(' ', shard, 'orders', status), count(*)::text
              FROM %1$s.orders GROUP BY shard, status\
              """),
          new DerivedTable(
              "order_skus",
              """
              SELECT concat_ws(' ', order_id, sku), placed_at::text FROM %1$s.order_skus\
              """,
              """
              SELECT DISTINCT concat_ws(' ', order_id, line ->> 'sku'), placed_at::text
              FROM %1$s.orders, jsonb_array_elements(lines) AS each (line)\
              """));

  String countSql(String schema) {
    return "SELECT count(*) FROM (%s) AS kept".formatted(kept.formatted(schema));
  }

  /// The key, what is kept, and what should be, of those that differ.
  String differingSql(String schema) {
    return """
    SELECT key, jsonb_build_object('value', kept.value), jsonb_build_object('value', told.value)
    FROM (%s) AS kept (key, value) FULL JOIN (%s) AS told (key, value) USING (key)
    WHERE kept.value IS DISTINCT FROM told.value ORDER BY key
    """
        .formatted(kept.formatted(schema), told.formatted(schema));
  }
}
