package dev.tidemark.query.store;

import dev.tidemark.views.OrderStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The statement that finds a page of orders.
///
/// ## How a page is found without sorting the table
///
/// Each statement walks one index in the order of the list, begins behind the last row of the page
/// before, and stops after a page: newest first there is one for all orders, one each by username,
/// status, country and sku; by total there is one for each currency. What else is asked for is
/// looked at on the way, or, where a customer or a sku leaves few orders, those are sorted.
///
/// An index by status holds each status in order, not several. So several statuses are several
/// walks, each at most one page long, put together.
final class OrderSearch {
  /// All but the lines, which may be thousands.
  private static final String SUMMARY =
      """
      SELECT o.order_id, o.username, o.reference, o.status, o.country, o.currency, o.total, o.paid,
        o.refunded, o.units, o.line_count, o.placed_at, o.paid_at, o.shipped_at, o.carrier,
        o.tracking_code, o.delivered_at, o.cancelled_at, o.cancel_reason, o.updated_at, o.version
      FROM orders o\
      """;

  private final OrderFilter filter;
  private final OrderSort sort;
  private final @Nullable Keyset after;
  private final int limit;

  /// The table in which time and id stand that the walk follows.
  private final String walked;

  OrderSearch(OrderFilter filter, OrderSort sort, @Nullable Keyset after, int limit) {
    this.filter = filter;
    this.sort = sort;
    this.after = after;
    this.limit = limit;
    this.walked = filter.sku().isPresent() && !sort.byTotal() ? "s." : "o.";
  }

  Sql sql() {
    List<Sql> walks = new ArrayList<>();
    if (filter.statuses().isEmpty()) {
      walks.add(walk(Optional.empty()));
    }
    filter.statuses().forEach(status -> walks.add(walk(Optional.of(status))));
    return walks.size() == 1
        ? walks.getFirst()
        : Sql.unionAll(walks).add(order("")).add(" LIMIT ?", limit);
  }

  private Sql walk(Optional<OrderStatus> status) {
    Sql sql = Sql.of(SUMMARY);
    if (filter.sku().isPresent()) {
      sql.add(" JOIN order_skus s ON s.order_id = o.order_id");
    }
    sql.add(" WHERE true");
    status.ifPresent(one -> sql.add(" AND o.status = ?", one.name().toLowerCase(Locale.ROOT)));
    filter.sku().ifPresent(sku -> sql.add(" AND s.sku = ?", sku.value()));
    filter.country().ifPresent(country -> sql.add(" AND o.country = ?", country.value()));
    filter.username().ifPresent(username -> sql.add(" AND o.username = ?", username.value()));
    filter.currency().ifPresent(currency -> sql.add(" AND o.currency = ?", currency.value()));
    filter.totalMin().ifPresent(min -> sql.add(" AND o.total >= ?", min.value()));
    filter.totalMax().ifPresent(max -> sql.add(" AND o.total <= ?", max.value()));
    filter.from().ifPresent(from -> sql.add(" AND " + walked + "placed_at >= ?", from));
    filter.to().ifPresent(to -> sql.add(" AND " + walked + "placed_at < ?", to));
    if (after != null) {
      String column = (sort.byTotal() ? "o." : walked) + sort.column();
      sql.behind(column, walked + "order_id", sort.descending(), after);
    }
    return sql.add(order(walked)).add(" LIMIT ?", limit);
  }

  private String order(String table) {
    String direction = sort.descending() ? " DESC" : "";
    return " ORDER BY "
        + (sort.byTotal() && !table.isEmpty() ? "o." : table)
        + sort.column()
        + direction
        + ", "
        + table
        + "order_id"
        + direction;
  }
}
