package dev.tidemark.projection.store;

import dev.tidemark.events.EventTopic;
import dev.tidemark.events.value.OrderLine;
import dev.tidemark.projection.batch.Aggregate;
import dev.tidemark.projection.batch.LogFold;
import dev.tidemark.projection.view.Row;
import dev.tidemark.projection.view.SetStatement;
import dev.tidemark.projection.view.Writes;
import dev.tidemark.views.OrderView;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/// What the database derives from rows by triggers. These see rows that are written and rows that
/// change, but none that are deleted: that never happens but by hand, or by a repair.
final class DerivedRows {
  private static final String COUNTS =
      """
      SELECT shard, 'users' AS counts, status, count(*) AS number
      FROM users WHERE shard = ? GROUP BY shard, status
      UNION ALL
      SELECT shard, 'orders', status, count(*) FROM orders WHERE shard = ? GROUP BY shard, status
      """;

  private static final String SKUS =
      """
      SELECT DISTINCT line ->> 'sku' AS sku, placed_at, order_id
      FROM orders, jsonb_array_elements(lines) AS each (line) WHERE shard = ?
      """;

  private static final String KEPT_SKUS =
      """
      SELECT s.sku, s.placed_at, s.order_id
      FROM order_skus s JOIN orders USING (order_id) WHERE shard = ?
      """;

  private static final String WRONG =
      """
      SELECT (SELECT count(*) FROM (
          (%1$s EXCEPT SELECT shard, counts, status, number FROM status_counts WHERE shard = ?)
          UNION ALL
          (SELECT shard, counts, status, number FROM status_counts WHERE shard = ? AND number <> 0
           EXCEPT (%1$s))) AS counts)
        + (SELECT count(*) FROM (
          (%2$s EXCEPT %3$s) UNION ALL (%3$s EXCEPT %2$s)) AS skus)
      """
          .formatted(COUNTS.replace("UNION ALL", "UNION"), SKUS, KEPT_SKUS);

  private static final String FORGET =
      """
      DELETE FROM order_skus s
      USING unnest(?::text[], ?::timestamptz[], ?::uuid[]) AS o (sku, placed_at, order_id)
      WHERE s.sku = o.sku AND s.placed_at = o.placed_at AND s.order_id = o.order_id
      """;

  private record Sku(OrderLine line, OrderView order) {}

  long wrong(Connection connection, int shard) throws SQLException {
    try (var select = connection.prepareStatement(WRONG)) {
      int parameters = select.getParameterMetaData().getParameterCount();
      for (int i = 1; i <= parameters; i++) {
        select.setInt(i, shard);
      }
      try (var result = select.executeQuery()) {
        return result.next() ? result.getLong(1) : 0;
      }
    }
  }

  void recount(Connection connection, int shard) throws SQLException {
    execute(connection, "DELETE FROM status_counts WHERE shard = ?", shard);
    execute(
        connection, "INSERT INTO status_counts (shard, counts, status, number) " + COUNTS, shard);
  }

  void reindex(Connection connection, int shard) throws SQLException {
    execute(
        connection,
        "DELETE FROM order_skus WHERE (sku, placed_at, order_id) IN (%s EXCEPT %s)"
            .formatted(KEPT_SKUS, SKUS),
        shard);
    execute(
        connection,
        "INSERT INTO order_skus (sku, placed_at, order_id) %s ON CONFLICT DO NOTHING"
            .formatted(SKUS),
        shard);
  }

  /// Before these rows are deleted and written anew: takes away what would then be derived twice.
  void forget(Connection connection, int shard, LogFold fold, List<Aggregate> aggregates)
      throws SQLException {
    countOut(connection, shard, "users", "username", "text", ids(aggregates, EventTopic.USERS));
    countOut(connection, shard, "orders", "order_id", "uuid", ids(aggregates, EventTopic.ORDERS));
    List<Sku> skus =
        aggregates.stream()
            .filter(each -> each.topic() == EventTopic.ORDERS)
            .flatMap(each -> fold.row(each).stream())
            .map(Row::view)
            .map(OrderView.class::cast)
            .flatMap(order -> lines(order).stream().map(line -> new Sku(line, order)))
            .toList();
    var writes = new Writes(connection);
    try (var forget = new SetStatement<>(writes, FORGET, skus)) {
      forget
          .texts(each -> each.line().sku())
          .texts(each -> each.order().placedAt())
          .texts(each -> each.order().orderId())
          .execute();
    }
    writes.send();
  }

  private static void countOut(
      Connection connection, int shard, String table, String key, String type, List<String> ids)
      throws SQLException {
    String countOut =
        """
        UPDATE status_counts c SET number = c.number - gone.number
        FROM (SELECT '%1$s' AS counts, status, count(*) AS number
              FROM %1$s WHERE %2$s = ANY (?::%3$s[]) GROUP BY status) AS gone
        WHERE c.shard = ? AND c.counts = gone.counts AND c.status = gone.status
        """
            .formatted(table, key, type);
    try (var update = connection.prepareStatement(countOut)) {
      update.setArray(1, connection.createArrayOf("text", ids.toArray()));
      update.setInt(2, shard);
      update.executeUpdate();
    }
  }

  private static List<OrderLine> lines(OrderView order) {
    var lines = order.lines();
    return lines == null ? List.of() : lines;
  }

  private static List<String> ids(List<Aggregate> aggregates, EventTopic topic) {
    return aggregates.stream().filter(each -> each.topic() == topic).map(Aggregate::id).toList();
  }

  /// Every parameter of it is the shard.
  private static void execute(Connection connection, String sql, int shard) throws SQLException {
    try (var statement = connection.prepareStatement(sql)) {
      int parameters = statement.getParameterMetaData().getParameterCount();
      for (int i = 1; i <= parameters; i++) {
        statement.setInt(i, shard);
      }
      statement.executeUpdate();
    }
  }
}
