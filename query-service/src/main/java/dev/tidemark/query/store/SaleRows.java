package dev.tidemark.query.store;

import dev.tidemark.events.value.CurrencyCode;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.stream.Collectors;

/// The table `sales`.
public final class SaleRows {
  /// What sales are added up by.
  public enum Grouping {
    COUNTRY("country"),
    MONTH("month"),
    CUSTOMER("username");

    private final String column;

    Grouping(String column) {
      this.column = column;
    }
  }

  /// One line of the sums.
  ///
  /// @param keys one for each grouping; the country is empty where none is known
  public record Sale(
      Map<Grouping, String> keys,
      long orders,
      long units,
      BigDecimal revenue,
      BigDecimal refunded,
      String currency) {}

  private SaleRows() {}

  /// Months in their order, then by revenue, the largest first.
  ///
  /// @param by at least one
  public static Query<List<Sale>> sums(
      SortedSet<Grouping> by, Optional<CurrencyCode> currency, int limit) {
    String columns = by.stream().map(each -> each.column).collect(Collectors.joining(", "));
    Sql sql =
        Sql.of(
            "SELECT "
                + columns
                + ", currency, sum(orders) AS orders, sum(units) AS units, sum(revenue) AS revenue,"
                + " sum(refunded) AS refunded FROM sales WHERE true");
    currency.ifPresent(only -> sql.add(" AND currency = ?", only.value()));
    String months = by.contains(Grouping.MONTH) ? "month, " : "";
    sql.add(" GROUP BY " + columns + ", currency")
        .add(" ORDER BY " + months + "revenue DESC, " + columns + ", currency LIMIT ?", limit);
    return connection -> sql.list(connection, row -> sale(by, row));
  }

  private static Sale sale(SortedSet<Grouping> by, ResultSet row) throws SQLException {
    var keys = new EnumMap<Grouping, String>(Grouping.class);
    for (Grouping each : by) {
      keys.put(each, row.getString(each.column));
    }
    return new Sale(
        keys,
        row.getLong("orders"),
        row.getLong("units"),
        row.getBigDecimal("revenue"),
        row.getBigDecimal("refunded"),
        row.getString("currency"));
  }
}
