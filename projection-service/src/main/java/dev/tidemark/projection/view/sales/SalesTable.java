package dev.tidemark.projection.view.sales;

import dev.tidemark.events.value.Username;
import dev.tidemark.projection.view.SetStatement;
import dev.tidemark.projection.view.Writes;
import java.sql.Array;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
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

  private static final String SELECT =
      """
      SELECT country, month, username, currency, orders, units, revenue, refunded
      FROM sales WHERE shard = ? AND username = ANY (?)
      """;

  private static final String DELETE = "DELETE FROM sales WHERE shard = ? AND username = ANY (?)";

  /// What stands there of these customers.
  public List<SalesIncrement> of(Connection connection, int shard, Collection<Username> customers)
      throws SQLException {
    var sums = new ArrayList<SalesIncrement>();
    try (var select = connection.prepareStatement(SELECT)) {
      select.setInt(1, shard);
      select.setArray(2, texts(connection, customers));
      try (var result = select.executeQuery()) {
        while (result.next()) {
          var key =
              new SalesKey(
                  result.getString(1),
                  result.getString(2),
                  result.getString(3),
                  result.getString(4));
          sums.add(
              new SalesIncrement(
                  key,
                  result.getLong(5),
                  result.getLong(6),
                  result.getBigDecimal(7),
                  result.getBigDecimal(8)));
        }
      }
    }
    return sums;
  }

  /// Puts these sums in the place of all that stand there of these customers.
  public void replace(
      Connection connection, int shard, Collection<Username> customers, List<SalesIncrement> sums)
      throws SQLException {
    try (var delete = connection.prepareStatement(DELETE)) {
      delete.setInt(1, shard);
      delete.setArray(2, texts(connection, customers));
      delete.executeUpdate();
    }
    if (!sums.isEmpty()) {
      var writes = new Writes(connection);
      add(writes, shard, sums);
      writes.send();
    }
  }

  private static Array texts(Connection connection, Collection<Username> customers)
      throws SQLException {
    return connection.createArrayOf("text", customers.stream().map(Object::toString).toArray());
  }

  /// They are added once `writes` are sent.
  public void add(Writes writes, int shard, List<SalesIncrement> increments) throws SQLException {
    try (var add = new SetStatement<>(writes, ADD, increments)) {
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
