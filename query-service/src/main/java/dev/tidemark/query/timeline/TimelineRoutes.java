package dev.tidemark.query.timeline;

import dev.tidemark.events.value.OrderId;
import dev.tidemark.events.value.SessionId;
import dev.tidemark.events.value.Username;
import dev.tidemark.query.consistency.Reading;
import dev.tidemark.query.http.Cursor;
import dev.tidemark.query.http.Described;
import dev.tidemark.query.http.Page;
import dev.tidemark.query.http.Replies;
import dev.tidemark.query.http.Tokens;
import dev.tidemark.query.store.EventRows;
import dev.tidemark.query.store.EventRows.Recorded;
import dev.tidemark.query.store.FreshReads;
import dev.tidemark.runtime.api.Parameter;
import dev.tidemark.runtime.api.Shape;
import dev.tidemark.runtime.http.Answer;
import dev.tidemark.runtime.http.Request;
import dev.tidemark.runtime.http.Role;
import dev.tidemark.runtime.http.Route;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `GET /v1/users/{username}/events`, `/v1/sessions/{id}/events` and `/v1/orders/{id}/events`:
/// oldest first.
public final class TimelineRoutes {
  /// As it is answered.
  private record TimelineEvent(
      long sequence,
      String type,
      Instant occurredAt,
      Instant recordedAt,
      String commandId,
      @Nullable String correlationId,
      @Nullable String causationId,
      JsonNode data) {}

  private final FreshReads fresh;
  private final JsonMapper json;
  private final int shards;
  private final Tokens tokens;
  private final Replies replies;

  public TimelineRoutes(
      FreshReads fresh, JsonMapper json, int shards, Tokens tokens, Replies replies) {
    this.fresh = fresh;
    this.json = json;
    this.shards = shards;
    this.tokens = tokens;
    this.replies = replies;
  }

  public List<Route> routes() {
    return List.of(
        route(
            "/v1/users/{username}/events",
            "a user",
            Parameter.path("username", Username.class, "The user's name"),
            request -> Told.of(request.pathParameter("username", Username::parse), shards)),
        route(
            "/v1/sessions/{id}/events",
            "a session",
            Parameter.path("id", SessionId.class, "The session's id"),
            request -> Told.of(request.pathParameter("id", SessionId::parse), shards)),
        route(
            "/v1/orders/{id}/events",
            "an order",
            Parameter.path("id", OrderId.class, "The order's id"),
            request -> Told.of(request.pathParameter("id", OrderId::parse), shards)));
  }

  private Route route(
      String path, String whose, Parameter parameter, Function<Request, Told> told) {
    return Route.of(
            Route.Method.GET,
            path,
            Role.CLIENT,
            request -> events(request, whose, told.apply(request)))
        .described(
            Described.list(
                    "What happened to " + whose + ", oldest first",
                    "TimelinePage",
                    Shape.of(TimelineEvent.class))
                .with(parameter)
                .refuses(404));
  }

  private Answer events(Request request, String whose, Told told) {
    Page<Long> page = Page.of(request, "events of " + told, Cursor::bySequence);
    Reading<Optional<List<Recorded>>> reading =
        fresh.list(
            tokens.of(request),
            told.scope(),
            EventRows.of(told.aggregate(), page.after().orElse(0L), page.fetched()));
    return reading
        .value()
        .map(events -> replies.page(request, reading.map(_ -> items(page, told, events))))
        .orElseGet(() -> replies.absent(request, reading, whose));
  }

  private Page.Items<TimelineEvent> items(Page<Long> page, Told told, List<Recorded> events) {
    return page.items(events, event -> new Cursor(event.sequence(), told.uuid()), this::shown);
  }

  private TimelineEvent shown(Recorded event) {
    return new TimelineEvent(
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
