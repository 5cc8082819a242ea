package dev.tidemark.query.order;

import dev.tidemark.events.Envelope;
import dev.tidemark.events.OrderEvent;
import dev.tidemark.events.value.OrderId;
import dev.tidemark.events.value.Username;
import dev.tidemark.query.cache.CacheKey;
import dev.tidemark.query.cache.ReadThrough;
import dev.tidemark.query.cache.Shown;
import dev.tidemark.query.consistency.Reading;
import dev.tidemark.query.http.Described;
import dev.tidemark.query.http.Page;
import dev.tidemark.query.http.Replies;
import dev.tidemark.query.http.Tokens;
import dev.tidemark.query.store.OrderRows;
import dev.tidemark.query.timeline.AsOf;
import dev.tidemark.query.timeline.PastViews;
import dev.tidemark.query.timeline.Told;
import dev.tidemark.runtime.api.Parameter;
import dev.tidemark.runtime.api.Shape;
import dev.tidemark.runtime.http.Answer;
import dev.tidemark.runtime.http.Request;
import dev.tidemark.runtime.http.Role;
import dev.tidemark.runtime.http.Route;
import dev.tidemark.views.OrderView;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// `GET /v1/orders/{id}` (now or as of a moment), `/v1/orders` (by ids, or a list) and
/// `/v1/users/{username}/orders`.
public final class OrderRoutes {
  private static final Shape SUMMARY =
      new Shape.Of(OrderView.class, "OrderSummary", Set.of("lines"));

  /// What is found by id has its lines, what is searched for has not.
  private static final Shape SOME =
      new Shape.Fields(
          "Orders",
          Map.of("items", new Shape.Many(Shape.of(OrderView.class))),
          Map.of("next", Shape.text(), "missing", new Shape.Many(Shape.of(OrderId.class))));

  private final OrderRows rows;
  private final ReadThrough through;
  private final PastViews past;
  private final OrdersById byId;
  private final OrderLists lists;
  private final OrderKeys keys;
  private final Tokens tokens;
  private final Replies replies;
  private final InstantSource clock;

  public OrderRoutes(
      OrderRows rows,
      ReadThrough through,
      PastViews past,
      OrdersById byId,
      OrderLists lists,
      OrderKeys keys,
      Tokens tokens,
      Replies replies,
      InstantSource clock) {
    this.rows = rows;
    this.through = through;
    this.past = past;
    this.byId = byId;
    this.lists = lists;
    this.keys = keys;
    this.tokens = tokens;
    this.replies = replies;
    this.clock = clock;
  }

  public List<Route> routes() {
    return List.of(
        Route.of(Route.Method.GET, "/v1/orders/{id}", Role.CLIENT, this::one)
            .described(
                Described.one("An order with its lines", OrderView.class)
                    .with(Parameter.path("id", OrderId.class, "The order's id"))
                    .with(AsOf.DESCRIBED)),
        Route.of(Route.Method.GET, "/v1/orders", Role.CLIENT, this::some)
            .described(
                Described.read("Orders by id, or by what is asked for", SOME)
                    .with(Page.PARAMETERS)
                    .says("Link", "The next page, if there is one")
                    .with(OrdersById.PARAMETER)
                    .with(
                        Parameter.query(
                            OrderQuery.USERNAME, Shape.of(Username.class), "Whose orders"))
                    .with(OrderQuery.PARAMETERS)),
        Route.of(Route.Method.GET, "/v1/users/{username}/orders", Role.CLIENT, lists::ofUser)
            .described(
                Described.list("A user's orders", "OrderPage", SUMMARY)
                    .with(Parameter.path("username", Username.class, "The user's name"))
                    .with(OrderQuery.PARAMETERS)
                    .refuses(404)));
  }

  private Answer one(Request request) {
    OrderId id = request.pathParameter("id", OrderId::parse);
    var told = Told.of(id, keys.shards());
    Reading<Optional<Shown<OrderView>>> reading =
        AsOf.of(request, tokens, told, clock.instant())
            .map(asOf -> past.one(told, asOf, tokens.of(request), OrderRoutes::fold))
            .orElseGet(() -> now(request, id));
    return reading
        .value()
        .map(order -> replies.one(request, reading.map(_ -> order), order.view().version()))
        .orElseGet(() -> replies.absent(request, reading, "an order"));
  }

  private Reading<Optional<Shown<OrderView>>> now(Request request, OrderId id) {
    CacheKey<OrderView> key = keys.of(id);
    return through.one(
        key, tokens.of(request), rows.all(List.of(id)).map(found -> found.stream().findFirst()));
  }

  private static OrderView fold(@Nullable OrderView before, Envelope envelope) {
    return OrderView.fold(before, (OrderEvent) envelope.event(), envelope);
  }

  private Answer some(Request request) {
    return request.parameters(OrdersById.ID, id -> id).isEmpty()
        ? lists.matching(request)
        : byId.some(request);
  }
}
