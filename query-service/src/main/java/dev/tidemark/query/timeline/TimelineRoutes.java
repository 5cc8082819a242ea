package dev.tidemark.query.timeline;

import dev.tidemark.events.EventTopic;
import dev.tidemark.events.value.OrderId;
import dev.tidemark.query.consistency.Reading;
import dev.tidemark.query.consistency.Scope;
import dev.tidemark.query.http.Cursor;
import dev.tidemark.query.http.Page;
import dev.tidemark.query.http.Replies;
import dev.tidemark.query.http.Tokens;
import dev.tidemark.query.store.EventRows;
import dev.tidemark.query.store.EventRows.Recorded;
import dev.tidemark.query.store.FreshReads;
import dev.tidemark.runtime.http.Answer;
import dev.tidemark.runtime.http.Request;
import dev.tidemark.runtime.http.Role;
import dev.tidemark.runtime.http.Route;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `GET /v1/orders/{id}/events`: oldest first.
public final class TimelineRoutes {
  /// As it is answered.
  private record Shown(
      long sequence,
      String type,
      Instant occurredAt,
      Instant recordedAt,
      String commandId,
      @Nullable String correlationId,
      @Nullable String causationId,
      JsonNode data) {}

  private final EventRows rows;
  private final FreshReads fresh;
  private final JsonMapper json;
  private final int shards;
  private final Tokens tokens;
  private final Replies replies;

  public TimelineRoutes(
      EventRows rows,
      FreshReads fresh,
      JsonMapper json,
      int shards,
      Tokens tokens,
      Replies replies) {
    this.rows = rows;
    this.fresh = fresh;
    this.json = json;
    this.shards = shards;
    this.tokens = tokens;
    this.replies = replies;
  }

  public List<Route> routes() {
    return List.of(
        Route.of(Route.Method.GET, "/v1/orders/{id}/events", Role.CLIENT, this::ofOrder)
            .taking(Page.LIMIT, Page.AFTER));
  }

  private Answer ofOrder(Request request) {
    OrderId id = request.pathParameter("id", OrderId::parse);
    var page = Page.of(request, "events of " + id);
    Scope scope = Scope.of(EventTopic.ORDERS, id.slot().shard(shards));
    long after = page.after().map(Cursor::position).orElse(0L);
    Reading<Optional<List<Recorded>>> reading =
        fresh.read(tokens.of(request), scope, () -> rows.ofOrder(id, after, page.fetched(), scope));
    return reading
        .value()
        .map(events -> replies.list(request, reading.map(_ -> items(page, id, events))))
        .orElseGet(() -> replies.absent(request, reading, "an order"));
  }

  private Page.Items<Shown> items(Page page, OrderId id, List<Recorded> events) {
    return page.items(events, event -> new Cursor(event.sequence(), id.value()), this::shown);
  }

  private Shown shown(Recorded event) {
    return new Shown(
        event.sequence(),
        event.type(),
        event.occurredAt(),
        event.recordedAt(),
        event.commandId(),
        event.correlationId(),
        event.causationId(),
        json.readTree(event.data()));
  }
}
