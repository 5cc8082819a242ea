package dev.tidemark.query.store;

import dev.tidemark.events.value.CurrencyCode;
import dev.tidemark.query.consistency.Scope;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/// The table `sales`.
public final class SaleRows {
  /// What sales are added up by.
  public enum Grouping {
    COUNTRY("country", "revenue DESC, key, currency"),
    MONTH("month", "key, currency"),
    CUSTOMER("username", "revenue DESC, key, currency");

    private final String column;
    private final String order;

    Grouping(String column, String order) {
      this.column = column;
      this.order = order;
    }
  }

  /// One line of the sums.
  ///
  /// @param key the country, month or customer; empty where no country is known
  public record Sale(
      String key,
      long orders,
      long units,
      BigDecimal revenue,
      BigDecimal refunded,
      String currency) {}

  private final Database database;

  public SaleRows(Database database) {
    this.database = database;
  }

  public Snapshot<List<Sale>> sums(
      Grouping by, Optional<CurrencyCode> currency, int limit, Scope scope) {
    Sql sql =
        Sql.of(
            "SELECT "
                + by.column
                + " AS key, sum(orders) AS orders, sum(units) AS units, sum(revenue) AS revenue,"
                + " sum(refunded) AS refunded, currency FROM sales WHERE true");
    currency.ifPresent(only -> sql.add(" AND currency = ?", only.value()));
    sql.add(" GROUP BY " + by.column + ", currency ORDER BY " + by.order + " LIMIT ?", limit);
    return database.read(
        scope,
        connection ->
            sql.list(
                connection,
                row ->
                    new Sale(
                        row.getString("key"),
                        row.getLong("orders"),
                        row.getLong("units"),
                        row.getBigDecimal("revenue"),
                        row.getBigDecimal("refunded"),
                        row.getString("currency"))));
  }
}
