package dev.tidemark.projection.view.sales;

import dev.tidemark.projection.view.SetStatement;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/// Sums that grow. An increment knows nothing of offsets, so adding it twice would count twice: it
/// is safe only in the transaction that moves the positions.
public final class SalesTable {
  private static final String ADD =
      """
      INSERT INTO sales (shard, country, month, username, currency, orders, units, revenue,
                         refunded)
      SELECT ?, * FROM unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::bigint[],
                              ?::bigint[], ?::numeric[], ?::numeric[])
      ON CONFLICT (country, month, username, currency) DO UPDATE SET
        orders = sales.orders + excluded.orders,
        units = sales.units + excluded.units,
        revenue = sales.revenue + excluded.revenue,
        refunded = sales.refunded + excluded.refunded
      """;

  public void add(Connection connection, int shard, List<SalesIncrement> increments)
      throws SQLException {
    try (var add = new SetStatement<>(connection, ADD, increments)) {
      add.bind(shard)
          .texts(increment -> increment.key().country())
          .texts(increment -> increment.key().month())
          .texts(increment -> increment.key().username())
          .texts(increment -> increment.key().currency())
          .longs(SalesIncrement::orders)
          .longs(SalesIncrement::units)
          .texts(SalesIncrement::revenue)
          .texts(SalesIncrement::refunded)
          .execute();
    }
  }
}
