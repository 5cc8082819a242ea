package dev.tidemark.query.order;

import dev.tidemark.events.value.OrderId;
import dev.tidemark.query.cache.CacheKey;
import dev.tidemark.query.cache.ReadThrough;
import dev.tidemark.query.consistency.Reading;
import dev.tidemark.query.consistency.Scope;
import dev.tidemark.query.http.Page;
import dev.tidemark.query.http.Replies;
import dev.tidemark.query.http.Tokens;
import dev.tidemark.query.store.OrderRows;
import dev.tidemark.query.store.Row;
import dev.tidemark.query.store.Snapshot;
import dev.tidemark.runtime.http.Answer;
import dev.tidemark.runtime.http.Request;
import dev.tidemark.runtime.http.Role;
import dev.tidemark.runtime.http.Route;
import dev.tidemark.views.OrderView;
import java.util.List;
import java.util.Optional;

/// `GET /v1/orders/{id}`, `/v1/orders` (by ids, or a list) and `/v1/users/{username}/orders`.
public final class OrderRoutes {
  private final OrderRows rows;
  private final ReadThrough through;
  private final OrdersById byId;
  private final OrderLists lists;
  private final OrderKeys keys;
  private final Tokens tokens;
  private final Replies replies;

  public OrderRoutes(
      OrderRows rows,
      ReadThrough through,
      OrdersById byId,
      OrderLists lists,
      OrderKeys keys,
      Tokens tokens,
      Replies replies) {
    this.rows = rows;
    this.through = through;
    this.byId = byId;
    this.lists = lists;
    this.keys = keys;
    this.tokens = tokens;
    this.replies = replies;
  }

  public List<Route> routes() {
    return List.of(
        Route.of(Route.Method.GET, "/v1/orders/{id}", Role.CLIENT, this::one),
        Route.of(Route.Method.GET, "/v1/orders", Role.CLIENT, this::some)
            .taking(
                OrdersById.ID,
                "status",
                "country",
                "username",
                "from",
                "to",
                Page.LIMIT,
                Page.AFTER),
        Route.of(Route.Method.GET, "/v1/users/{username}/orders", Role.CLIENT, lists::ofUser)
            .taking(Page.LIMIT, Page.AFTER));
  }

  private Answer one(Request request) {
    OrderId id = request.pathParameter("id", OrderId::parse);
    CacheKey<OrderView> key = keys.of(id);
    Reading<Optional<OrderView>> reading =
        through.one(key, tokens.of(request), () -> row(id, key.scope()));
    return reading
        .value()
        .map(order -> replies.one(request, reading.map(_ -> order), order.version()))
        .orElseGet(() -> replies.absent(request, reading, "an order"));
  }

  private Answer some(Request request) {
    return request.parameters(OrdersById.ID, id -> id).isEmpty()
        ? lists.matching(request)
        : byId.some(request);
  }

  private Snapshot<Optional<Row<OrderView>>> row(OrderId id, Scope scope) {
    Snapshot<List<Row<OrderView>>> found = rows.all(List.of(id), scope);
    return new Snapshot<>(found.rows().stream().findFirst(), found.positions());
  }
}
