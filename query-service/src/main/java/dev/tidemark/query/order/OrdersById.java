package dev.tidemark.query.order;

import dev.tidemark.events.consistency.ConsistencyToken;
import dev.tidemark.events.value.OrderId;
import dev.tidemark.query.cache.BulkReads;
import dev.tidemark.query.cache.BulkReads.Wanted;
import dev.tidemark.query.consistency.Reading;
import dev.tidemark.query.consistency.Scope;
import dev.tidemark.query.consistency.Source;
import dev.tidemark.query.http.Replies;
import dev.tidemark.query.http.Tokens;
import dev.tidemark.query.store.OrderRows;
import dev.tidemark.query.store.Row;
import dev.tidemark.query.store.Snapshot;
import dev.tidemark.runtime.api.Parameter;
import dev.tidemark.runtime.api.Shape;
import dev.tidemark.runtime.http.Answer;
import dev.tidemark.runtime.http.Request;
import dev.tidemark.runtime.problem.Problem;
import dev.tidemark.views.OrderView;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/// `GET /v1/orders?id=…&id=…`: those that are there, in the order asked for, and which are missing.
public final class OrdersById {
  static final String ID = "id";

  private static final int IDS_MAX = 100;

  static final Parameter PARAMETER =
      Parameter.query(ID, Shape.of(OrderId.class), "These, up to 100, and no other parameter")
          .repeatable();

  /// As it is answered.
  private record Found(List<OrderView> items, List<OrderId> missing) {}

  private final OrderRows rows;
  private final BulkReads bulk;
  private final OrderKeys keys;
  private final Tokens tokens;
  private final Replies replies;

  public OrdersById(
      OrderRows rows, BulkReads bulk, OrderKeys keys, Tokens tokens, Replies replies) {
    this.rows = rows;
    this.bulk = bulk;
    this.keys = keys;
    this.tokens = tokens;
    this.replies = replies;
  }

  Answer some(Request request) {
    OrderQuery.names()
        .filter(other -> !request.parameters(other, text -> text).isEmpty())
        .findFirst()
        .ifPresent(other -> {
          throw Problem.invalidField(other, "Expected no other parameter beside id").exception();
        });
    List<OrderId> ids = request.parameters(ID, OrderId::parse).stream().distinct().toList();
    if (ids.size() > IDS_MAX) {
      throw Problem.invalidField(
              ID, "Expected at most " + IDS_MAX + " ids, but there are " + ids.size())
          .exception();
    }
    List<Wanted<OrderId, OrderView>> wanted =
        ids.stream().map(id -> new Wanted<>(id, keys.of(id))).toList();
    var readings = bulk.all(wanted, tokens.of(request), this::load);
    return replies.list(request, found(ids, readings));
  }

  private Snapshot<Map<OrderId, Row<OrderView>>> load(List<OrderId> ids, Scope scope) {
    Snapshot<List<Row<OrderView>>> found = rows.all(ids, scope);
    return new Snapshot<>(
        found.rows().stream()
            .collect(Collectors.toMap(row -> row.view().orderId(), Function.identity())),
        found.positions());
  }

  private static Reading<Found> found(
      List<OrderId> ids, Map<OrderId, Reading<Optional<OrderView>>> readings) {
    var items = new ArrayList<OrderView>();
    var missing = new ArrayList<OrderId>();
    ConsistencyToken reflected = ConsistencyToken.EMPTY;
    Set<Source> sources = EnumSet.noneOf(Source.class);
    for (OrderId id : ids) {
      Reading<Optional<OrderView>> reading = Objects.requireNonNull(readings.get(id));
      reading.value().ifPresentOrElse(items::add, () -> missing.add(id));
      reflected = reflected.merge(reading.reflected());
      sources.addAll(reading.sources());
    }
    return new Reading<>(new Found(items, missing), reflected, sources);
  }
}
