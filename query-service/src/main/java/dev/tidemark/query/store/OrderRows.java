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
import dev.tidemark.views.OrderProgress;
import dev.tidemark.views.OrderStatus;
import dev.tidemark.views.OrderView;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// The table `orders`.
public final class OrderRows {
  private static final TypeReference<List<OrderLine>> LINES = new TypeReference<>() {};

  private final JsonMapper json;

  public OrderRows(JsonMapper json) {
    this.json = json;
  }

  /// Those of `ids` that are there, with their lines, in any order.
  public Query<List<Row<OrderView>>> all(List<OrderId> ids) {
    Sql sql =
        Sql.of("SELECT * FROM orders WHERE")
            .add(" order_id = ANY(?)", ids.stream().map(OrderId::value).toList());
    return connection -> sql.list(connection, this::row);
  }

  /// Summaries.
  public static Query<List<OrderView>> matching(
      OrderFilter filter, OrderSort sort, @Nullable Keyset after, int limit) {
    Sql sql = new OrderSearch(filter, sort, after, limit).sql();
    return connection -> sql.list(connection, OrderRows::summary);
  }

  /// Summaries of a user's orders; empty if there is no such user.
  ///
  /// @param filter names that user
  public static Query<Optional<List<OrderView>>> ofUser(
      Username username, OrderFilter filter, OrderSort sort, @Nullable Keyset after, int limit) {
    Sql sql = new OrderSearch(filter, sort, after, limit).sql();
    return connection ->
        OfUser.list(connection, username, sql.list(connection, OrderRows::summary));
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
