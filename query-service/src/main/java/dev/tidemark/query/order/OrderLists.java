package dev.tidemark.query.order;

import dev.tidemark.events.EventTopic;
import dev.tidemark.events.value.Country;
import dev.tidemark.events.value.InvalidValueException;
import dev.tidemark.events.value.Username;
import dev.tidemark.query.consistency.Reading;
import dev.tidemark.query.consistency.Scope;
import dev.tidemark.query.http.Cursor;
import dev.tidemark.query.http.Numbers;
import dev.tidemark.query.http.Page;
import dev.tidemark.query.http.Replies;
import dev.tidemark.query.http.Tokens;
import dev.tidemark.query.store.FreshReads;
import dev.tidemark.query.store.OrderFilter;
import dev.tidemark.query.store.OrderRows;
import dev.tidemark.runtime.http.Answer;
import dev.tidemark.runtime.http.Request;
import dev.tidemark.runtime.problem.Problem;
import dev.tidemark.views.OrderStatus;
import dev.tidemark.views.OrderView;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Lists of orders without their lines, newest first.
public final class OrderLists {
  private final OrderRows rows;
  private final FreshReads fresh;
  private final int shards;
  private final Tokens tokens;
  private final Replies replies;

  public OrderLists(OrderRows rows, FreshReads fresh, int shards, Tokens tokens, Replies replies) {
    this.rows = rows;
    this.fresh = fresh;
    this.shards = shards;
    this.tokens = tokens;
    this.replies = replies;
  }

  Answer matching(Request request) {
    OrderFilter filter = filter(request);
    var page = Page.of(request, "orders " + filter);
    Scope scope =
        filter
            .username()
            .map(username -> Scope.of(EventTopic.ORDERS, username.slot().shard(shards)))
            .orElseGet(() -> Scope.everyShard(EventTopic.ORDERS, shards));
    Reading<List<OrderView>> reading =
        fresh.read(
            tokens.of(request),
            scope,
            () ->
                rows.matching(
                    filter, page.after().map(Cursor::keyset).orElse(null), page.fetched(), scope));
    return replies.list(request, reading.map(orders -> items(page, orders)));
  }

  Answer ofUser(Request request) {
    Username username = request.pathParameter("username", Username::parse);
    var page = Page.of(request, "orders of " + username);
    var scope =
        new Scope(
            Set.of(EventTopic.USERS, EventTopic.ORDERS), Set.of(username.slot().shard(shards)));
    Reading<Optional<List<OrderView>>> reading =
        fresh.read(
            tokens.of(request),
            scope,
            () ->
                rows.ofUser(
                    username,
                    page.after().map(Cursor::keyset).orElse(null),
                    page.fetched(),
                    scope));
    return reading
        .value()
        .map(orders -> replies.list(request, reading.map(_ -> items(page, orders))))
        .orElseGet(() -> replies.absent(request, reading, "a user"));
  }

  private static OrderFilter filter(Request request) {
    var filter =
        new OrderFilter(
            request.parameter("status", OrderLists::status),
            request.parameter("country", Country::new),
            request.parameter("username", Username::parse),
            request.parameter("from", Numbers::instant),
            request.parameter("to", Numbers::instant));
    boolean reversed =
        filter.from().isPresent()
            && filter.to().isPresent()
            && !filter.from().get().isBefore(filter.to().get());
    if (reversed) {
      throw Problem.invalidField("to", "Expected a time after from, but it is not").exception();
    }
    return filter;
  }

  private static OrderStatus status(String text) {
    return Arrays.stream(OrderStatus.values())
        .filter(status -> status.name().toLowerCase(Locale.ROOT).equals(text))
        .findFirst()
        .orElseThrow(() ->
            new InvalidValueException(
                "Expected placed, paid, shipped, delivered or cancelled, but was another"));
  }

  private static Page.Items<OrderView> items(Page page, List<OrderView> orders) {
    return page.items(
        orders, order -> Cursor.behind(order.placedAt(), order.orderId().value()), order -> order);
  }
}
