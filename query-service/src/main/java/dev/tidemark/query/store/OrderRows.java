package dev.tidemark.query.store;

import dev.tidemark.events.value.Carrier;
import dev.tidemark.events.value.Country;
import dev.tidemark.events.value.CurrencyCode;
import dev.tidemark.events.value.OrderId;
import dev.tidemark.events.value.OrderLine;
import dev.tidemark.events.value.Reason;
import dev.tidemark.events.value.Reference;
import dev.tidemark.events.value.TrackingCode;
import dev.tidemark.events.value.Username;
import dev.tidemark.query.consistency.Scope;
import dev.tidemark.views.OrderProgress;
import dev.tidemark.views.OrderStatus;
import dev.tidemark.views.OrderView;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// The table `orders`.
public final class OrderRows {
  private static final TypeReference<List<OrderLine>> LINES = new TypeReference<>() {};

  /// All but the lines, which may be thousands.
  private static final String SUMMARY =
      """
      SELECT order_id, username, reference, status, country, currency, total, paid, refunded, units,
        line_count, placed_at, paid_at, shipped_at, carrier, tracking_code, delivered_at,
        cancelled_at, cancel_reason, updated_at, version
      FROM orders WHERE true\
      """;

  private static final String NEWEST_FIRST = " ORDER BY placed_at DESC, order_id DESC LIMIT ?";

  private final Database database;
  private final JsonMapper json;

  public OrderRows(Database database, JsonMapper json) {
    this.database = database;
    this.json = json;
  }

  /// Those of `ids` that are there, with their lines, in any order.
  public Snapshot<List<Row<OrderView>>> all(List<OrderId> ids, Scope scope) {
    Sql sql =
        Sql.of("SELECT * FROM orders WHERE")
            .add(" order_id = ANY(?)", ids.stream().map(OrderId::value).toList());
    return database.read(scope, connection -> sql.list(connection, this::row));
  }

  /// Summaries, newest first.
  public Snapshot<List<OrderView>> matching(
      OrderFilter filter, @Nullable Keyset after, int limit, Scope scope) {
    Sql sql = select(filter, after, limit);
    return database.read(scope, connection -> sql.list(connection, OrderRows::summary));
  }

  /// Summaries, newest first; empty if there is no such user.
  public Snapshot<Optional<List<OrderView>>> ofUser(
      Username username, @Nullable Keyset after, int limit, Scope scope) {
    var filter =
        new OrderFilter(
            Optional.empty(),
            Optional.empty(),
            Optional.of(username),
            Optional.empty(),
            Optional.empty());
    Sql sql = select(filter, after, limit);
    return database.read(
        scope,
        connection -> OfUser.list(connection, username, sql.list(connection, OrderRows::summary)));
  }

  private static Sql select(OrderFilter filter, @Nullable Keyset after, int limit) {
    Sql sql = Sql.of(SUMMARY);
    filter
        .status()
        .ifPresent(status -> sql.add(" AND status = ?", status.name().toLowerCase(Locale.ROOT)));
    filter.country().ifPresent(country -> sql.add(" AND country = ?", country.value()));
    filter.username().ifPresent(username -> sql.add(" AND username = ?", username.value()));
    filter.from().ifPresent(from -> sql.add(" AND placed_at >= ?", from));
    filter.to().ifPresent(to -> sql.add(" AND placed_at < ?", to));
    if (after != null) {
      sql.behind("placed_at", "order_id", after);
    }
    return sql.add(NEWEST_FIRST, limit);
  }

  private Row<OrderView> row(ResultSet row) throws SQLException {
    List<OrderLine> lines = json.readValue(row.getString("lines"), LINES);
    return new Row<>(view(row, lines), row.getLong("source_offset"));
  }

  private static OrderView summary(ResultSet row) throws SQLException {
    return view(row, null);
  }

  private static OrderView view(ResultSet row, @Nullable List<OrderLine> lines)
      throws SQLException {
    return new OrderView(
        new OrderId(row.getObject("order_id", UUID.class)),
        Columns.required(row, "username", Username::new),
        Columns.optional(row, "reference", Reference::new),
        Columns.choice(row, "status", OrderStatus.class),
        Columns.optional(row, "country", Country::new),
        Columns.required(row, "currency", CurrencyCode::new),
        Columns.amount(row, "total"),
        Columns.amount(row, "paid"),
        Columns.amount(row, "refunded"),
        row.getLong("units"),
        row.getInt("line_count"),
        lines,
        Columns.instant(row, "placed_at"),
        progress(row),
        Columns.instant(row, "updated_at"),
        row.getLong("version"));
  }

  private static OrderProgress progress(ResultSet row) throws SQLException {
    return new OrderProgress(
        Columns.optionalInstant(row, "paid_at"),
        Columns.optionalInstant(row, "shipped_at"),
        Columns.optional(row, "carrier", Carrier::new),
        Columns.optional(row, "tracking_code", TrackingCode::new),
        Columns.optionalInstant(row, "delivered_at"),
        Columns.optionalInstant(row, "cancelled_at"),
        Columns.optional(row, "cancel_reason", Reason::new));
  }
}
