package dev.tidemark.query.order;

import dev.tidemark.events.EventTopic;
import dev.tidemark.events.value.Username;
import dev.tidemark.query.consistency.Reading;
import dev.tidemark.query.consistency.Scope;
import dev.tidemark.query.http.Replies;
import dev.tidemark.query.http.Tokens;
import dev.tidemark.query.store.FreshReads;
import dev.tidemark.query.store.OrderRows;
import dev.tidemark.runtime.http.Answer;
import dev.tidemark.runtime.http.Request;
import dev.tidemark.views.OrderView;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Lists of orders without their lines.
public final class OrderLists {
  private final FreshReads fresh;
  private final int shards;
  private final Tokens tokens;
  private final Replies replies;

  public OrderLists(FreshReads fresh, int shards, Tokens tokens, Replies replies) {
    this.fresh = fresh;
    this.shards = shards;
    this.tokens = tokens;
    this.replies = replies;
  }

  Answer matching(Request request) {
    Optional<Username> username = request.parameter(OrderQuery.USERNAME, Username::parse);
    var query = OrderQuery.of(request, username);
    Scope scope =
        username
            .map(name -> Scope.of(EventTopic.ORDERS, name.slot().shard(shards)))
            .orElseGet(() -> Scope.everyShard(EventTopic.ORDERS, shards));
    Reading<List<OrderView>> reading =
        fresh.list(
            tokens.of(request),
            scope,
            OrderRows.matching(
                query.filter(),
                query.sort(),
                query.page().after().orElse(null),
                query.page().fetched()));
    return replies.page(request, reading.map(query::items));
  }

  Answer ofUser(Request request) {
    Username username = request.pathParameter(OrderQuery.USERNAME, Username::parse);
    var query = OrderQuery.of(request, Optional.of(username));
    var scope =
        new Scope(
            Set.of(EventTopic.USERS, EventTopic.ORDERS), Set.of(username.slot().shard(shards)));
    Reading<Optional<List<OrderView>>> reading =
        fresh.list(
            tokens.of(request),
            scope,
            OrderRows.ofUser(
                username,
                query.filter(),
                query.sort(),
                query.page().after().orElse(null),
                query.page().fetched()));
    return reading
        .value()
        .map(orders -> replies.page(request, reading.map(_ -> query.items(orders))))
        .orElseGet(() -> replies.absent(request, reading, "a user"));
  }
}
