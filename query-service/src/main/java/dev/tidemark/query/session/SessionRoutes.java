package dev.tidemark.query.session;

import dev.tidemark.events.EventTopic;
import dev.tidemark.events.value.SessionId;
import dev.tidemark.events.value.Username;
import dev.tidemark.query.cache.CacheKey;
import dev.tidemark.query.cache.Kind;
import dev.tidemark.query.cache.ReadThrough;
import dev.tidemark.query.consistency.Reading;
import dev.tidemark.query.consistency.Scope;
import dev.tidemark.query.http.Cursor;
import dev.tidemark.query.http.Page;
import dev.tidemark.query.http.Replies;
import dev.tidemark.query.http.Tokens;
import dev.tidemark.query.store.FreshReads;
import dev.tidemark.query.store.SessionRows;
import dev.tidemark.runtime.http.Answer;
import dev.tidemark.runtime.http.Request;
import dev.tidemark.runtime.http.Role;
import dev.tidemark.runtime.http.Route;
import dev.tidemark.views.SessionView;
import dev.tidemark.views.cache.CacheKeys;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// `GET /v1/sessions/{id}` and `/v1/users/{username}/sessions`. A session past its time is shown as
/// expired, whether that was recorded yet or not.
public final class SessionRoutes {
  private final SessionRows rows;
  private final ReadThrough through;
  private final FreshReads fresh;
  private final Kind<SessionView> kind;
  private final int shards;
  private final Tokens tokens;
  private final Replies replies;
  private final InstantSource clock;

  public SessionRoutes(
      SessionRows rows,
      ReadThrough through,
      FreshReads fresh,
      Kind<SessionView> kind,
      int shards,
      Tokens tokens,
      Replies replies,
      InstantSource clock) {
    this.rows = rows;
    this.through = through;
    this.fresh = fresh;
    this.kind = kind;
    this.shards = shards;
    this.tokens = tokens;
    this.replies = replies;
    this.clock = clock;
  }

  public List<Route> routes() {
    return List.of(
        Route.of(Route.Method.GET, "/v1/sessions/{id}", Role.CLIENT, this::one),
        Route.of(Route.Method.GET, "/v1/users/{username}/sessions", Role.CLIENT, this::ofUser)
            .taking(Page.LIMIT, Page.AFTER));
  }

  private Answer one(Request request) {
    SessionId id = request.pathParameter("id", SessionId::parse);
    int shard = id.slot().shard(shards);
    var key = new CacheKey<>(kind, shard, new CacheKeys(shard).session(id));
    Reading<Optional<SessionView>> reading =
        through.one(key, tokens.of(request), () -> rows.one(id, key.scope()));
    return reading
        .value()
        .map(session -> asItIsNow(request, reading, session))
        .orElseGet(() -> replies.absent(request, reading, "a session"));
  }

  /// Time changes what a session is without changing its version, so an expired one is never "not
  /// modified": the client may know that version as active.
  private Answer asItIsNow(
      Request request, Reading<Optional<SessionView>> reading, SessionView recorded) {
    SessionView now = recorded.at(clock.instant());
    Reading<SessionView> shown = reading.map(_ -> now);
    return now.equals(recorded)
        ? replies.one(request, shown, now.version())
        : replies.changed(request, shown, now.version());
  }

  private Answer ofUser(Request request) {
    Username username = request.pathParameter("username", Username::parse);
    var page = Page.of(request, "sessions of " + username);
    var scope =
        new Scope(
            Set.of(EventTopic.USERS, EventTopic.SESSIONS), Set.of(username.slot().shard(shards)));
    Reading<Optional<List<SessionView>>> reading =
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
        .map(sessions -> replies.list(request, reading.map(_ -> items(page, sessions))))
        .orElseGet(() -> replies.absent(request, reading, "a user"));
  }

  private Page.Items<SessionView> items(Page page, List<SessionView> sessions) {
    return page.items(
        sessions,
        session -> Cursor.behind(session.startedAt(), session.sessionId().value()),
        session -> session.at(clock.instant()));
  }
}
