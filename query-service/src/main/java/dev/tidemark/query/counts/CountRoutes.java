package dev.tidemark.query.counts;

import dev.tidemark.query.consistency.Reading;
import dev.tidemark.query.consistency.Scope;
import dev.tidemark.query.http.Choices;
import dev.tidemark.query.http.Described;
import dev.tidemark.query.http.Replies;
import dev.tidemark.query.http.Tokens;
import dev.tidemark.query.store.CountRows;
import dev.tidemark.query.store.CountRows.Counts;
import dev.tidemark.query.store.FreshReads;
import dev.tidemark.runtime.api.Shape;
import dev.tidemark.runtime.http.Answer;
import dev.tidemark.runtime.http.Request;
import dev.tidemark.runtime.http.Role;
import dev.tidemark.runtime.http.Route;
import dev.tidemark.views.OrderStatus;
import dev.tidemark.views.SessionStatus;
import dev.tidemark.views.UserStatus;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// `GET /v1/counts`: users and orders by status, and the sessions that are active now.
public final class CountRoutes {
  /// As it is answered.
  private record Shown(Map<String, Long> users, Sessions sessions, Map<String, Long> orders) {}

  private static final Shape SHAPE =
      new Shape.Fields(
          "Counts",
          Map.of(
              "users", numbers("UserCounts", UserStatus.values()),
              "sessions", numbers("SessionCounts", SessionStatus.ACTIVE),
              "orders", numbers("OrderCounts", OrderStatus.values())),
          Map.of());

  /// Of sessions that are over nobody keeps count.
  private record Sessions(long active) {}

  private final FreshReads fresh;
  private final Scope scope;
  private final Tokens tokens;
  private final Replies replies;
  private final InstantSource clock;

  public CountRoutes(
      FreshReads fresh, int shards, Tokens tokens, Replies replies, InstantSource clock) {
    this.fresh = fresh;
    this.scope = Scope.everything(shards);
    this.tokens = tokens;
    this.replies = replies;
    this.clock = clock;
  }

  public List<Route> routes() {
    return List.of(
        Route.of(Route.Method.GET, "/v1/counts", Role.AUDITOR, this::all)
            .described(Described.read("Users, sessions and orders, counted", SHAPE)));
  }

  private Answer all(Request request) {
    Reading<Counts> reading = fresh.list(tokens.of(request), scope, CountRows.all(clock.instant()));
    return replies.list(request, reading.map(CountRoutes::shown));
  }

  private static Shown shown(Counts counts) {
    return new Shown(
        named(counts.users()), new Sessions(counts.activeSessions()), named(counts.orders()));
  }

  private static <E extends Enum<E>> Map<String, Long> named(Map<E, Long> counts) {
    var named = new LinkedHashMap<String, Long>();
    counts.forEach((status, count) -> named.put(Choices.name(status), count));
    return named;
  }

  private static Shape numbers(String name, Enum<?>... statuses) {
    var fields = new LinkedHashMap<String, Shape>();
    for (Enum<?> status : statuses) {
      fields.put(Choices.name(status), Shape.of(long.class));
    }
    return new Shape.Fields(name, fields, Map.of());
  }
}
