package dev.tidemark.projection.view.order;

import dev.tidemark.events.EventTopic;
import dev.tidemark.events.value.Amount;
import dev.tidemark.events.value.Carrier;
import dev.tidemark.events.value.Country;
import dev.tidemark.events.value.CurrencyCode;
import dev.tidemark.events.value.OrderId;
import dev.tidemark.events.value.OrderLine;
import dev.tidemark.events.value.Reason;
import dev.tidemark.events.value.Reference;
import dev.tidemark.events.value.TrackingCode;
import dev.tidemark.events.value.Username;
import dev.tidemark.projection.view.Changed;
import dev.tidemark.projection.view.Columns;
import dev.tidemark.projection.view.Row;
import dev.tidemark.projection.view.RowStatement;
import dev.tidemark.projection.view.SetStatement;
import dev.tidemark.projection.view.Stored;
import dev.tidemark.projection.view.ViewTable;
import dev.tidemark.projection.view.Writes;
import dev.tidemark.views.OrderProgress;
import dev.tidemark.views.OrderStatus;
import dev.tidemark.views.OrderView;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One row for each order. Its lines never change, so they are written once and not loaded for the
/// fold of later events.
public final class OrderTable extends ViewTable<OrderId, OrderView> {
  private static final String COLUMNS =
      "order_id, username, reference, status, country, currency, total, paid, refunded, units,"
          + " line_count, placed_at, paid_at, shipped_at, delivered_at, cancelled_at, carrier,"
          + " tracking_code, cancel_reason, updated_at, version";

  private static final String INTO =
      """
      orders (shard, order_id, username, reference, country, currency, total, units, line_count,
              lines, placed_at, status, paid, refunded, paid_at, shipped_at, delivered_at,
              cancelled_at, carrier, tracking_code, cancel_reason, updated_at, version,
              source_offset)
      """;

  private static final String COPY = "COPY " + INTO + " FROM STDIN";

  private static final String INSERT =
      "INSERT INTO "
          + INTO
          + """
          SELECT ?, * FROM unnest(?::uuid[], ?::text[], ?::text[], ?::text[], ?::text[],
                                  ?::numeric[], ?::bigint[], ?::bigint[], ?::jsonb[],
                                  ?::timestamptz[], ?::text[], ?::numeric[], ?::numeric[],
                                  ?::timestamptz[], ?::timestamptz[], ?::timestamptz[],
                                  ?::timestamptz[], ?::text[], ?::text[], ?::text[],
                                  ?::timestamptz[], ?::bigint[], ?::bigint[])
          ON CONFLICT (order_id) DO NOTHING
          """;

  private static final String UPDATE =
      """
      UPDATE orders SET
        status = n.status,
        paid = n.paid,
        refunded = n.refunded,
        paid_at = n.paid_at,
        shipped_at = n.shipped_at,
        delivered_at = n.delivered_at,
        cancelled_at = n.cancelled_at,
        carrier = n.carrier,
        tracking_code = n.tracking_code,
        cancel_reason = n.cancel_reason,
        updated_at = n.updated_at,
        version = n.version,
        source_offset = n.source_offset
      FROM unnest(?::uuid[], ?::text[], ?::numeric[], ?::numeric[], ?::timestamptz[],
                  ?::timestamptz[], ?::timestamptz[], ?::timestamptz[], ?::text[], ?::text[],
                  ?::text[], ?::timestamptz[], ?::bigint[], ?::bigint[])
        AS n (order_id, status, paid, refunded, paid_at, shipped_at, delivered_at, cancelled_at,
              carrier, tracking_code, cancel_reason, updated_at, version, source_offset)
      WHERE orders.order_id = n.order_id AND orders.source_offset < n.source_offset
      """;

  private final LinesJson lines = new LinesJson();

  public OrderTable() {
    super(EventTopic.ORDERS, "orders", "order_id", "uuid", COLUMNS, "lines");
  }

  @Override
  protected OrderId key(OrderView order) {
    return order.orderId();
  }

  @Override
  protected int weight(OrderView order) {
    return 1 + order.lineCount();
  }

  @Override
  protected OrderView view(Columns columns) throws SQLException {
    return view(columns, null);
  }

  @Override
  protected OrderView wholeView(Columns columns) throws SQLException {
    return view(columns, columns.value("lines", lines::read));
  }

  private static OrderView view(Columns columns, @Nullable List<OrderLine> lines)
      throws SQLException {
    return new OrderView(
        columns.value("order_id", OrderId::parse),
        columns.value("username", Username::new),
        columns.optional("reference", Reference::new),
        Stored.constant(OrderStatus.class, columns.text("status")),
        columns.optional("country", Country::new),
        columns.value("currency", CurrencyCode::new),
        columns.value("total", Amount::parse),
        columns.value("paid", Amount::parse),
        columns.value("refunded", Amount::parse),
        columns.number("units"),
        (int) columns.number("line_count"),
        lines,
        columns.instant("placed_at"),
        progress(columns),
        columns.instant("updated_at"),
        columns.number("version"));
  }

  private static OrderProgress progress(Columns columns) throws SQLException {
    return new OrderProgress(
        columns.optionalInstant("paid_at"),
        columns.optionalInstant("shipped_at"),
        columns.optional("carrier", Carrier::new),
        columns.optional("tracking_code", TrackingCode::new),
        columns.optionalInstant("delivered_at"),
        columns.optionalInstant("cancelled_at"),
        columns.optional("cancel_reason", Reason::new));
  }

  @Override
  public void write(Writes writes, int shard, Changed<OrderView> changed) throws SQLException {
    if (!changed.created().isEmpty()) {
      insert(writes, shard, changed.created());
    }
    if (!changed.updated().isEmpty()) {
      update(writes, changed.updated());
    }
  }

  private void insert(Writes writes, int shard, List<Row<OrderView>> rows) throws SQLException {
    try (var insert = RowStatement.creating(writes, INSERT, COPY, rows)) {
      insert
          .bind(shard)
          .texts(row -> row.view().orderId())
          .texts(row -> row.view().username())
          .texts(row -> row.view().reference())
          .texts(row -> row.view().country())
          .texts(row -> row.view().currency())
          .texts(row -> row.view().total())
          .longs(row -> row.view().units())
          .longs(row -> row.view().lineCount())
          .texts(row -> lines.write(row.view()))
          .texts(row -> row.view().placedAt());
      changing(insert).execute();
    }
  }

  private static void update(Writes writes, List<Row<OrderView>> rows) throws SQLException {
    try (var update = new SetStatement<>(writes, UPDATE, rows)) {
      changing(update.texts(row -> row.view().orderId())).execute();
    }
  }

  /// What later events may change, in the order of both statements.
  private static RowStatement<Row<OrderView>> changing(RowStatement<Row<OrderView>> statement)
      throws SQLException {
    return statement
        .texts(row -> Stored.name(row.view().status()))
        .texts(row -> row.view().paid())
        .texts(row -> row.view().refunded())
        .texts(row -> row.view().progress().paidAt())
        .texts(row -> row.view().progress().shippedAt())
        .texts(row -> row.view().progress().deliveredAt())
        .texts(row -> row.view().progress().cancelledAt())
        .texts(row -> row.view().progress().carrier())
        .texts(row -> row.view().progress().trackingCode())
        .texts(row -> row.view().progress().cancelReason())
        .texts(row -> row.view().updatedAt())
        .longs(row -> row.view().version())
        .longs(Row::sourceOffset);
  }
}
