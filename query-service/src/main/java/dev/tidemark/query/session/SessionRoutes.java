package dev.tidemark.query.session;

import dev.tidemark.events.EventTopic;
import dev.tidemark.events.SessionEvent;
import dev.tidemark.events.value.SessionId;
import dev.tidemark.events.value.Username;
import dev.tidemark.query.cache.CacheKey;
import dev.tidemark.query.cache.Kind;
import dev.tidemark.query.cache.ReadThrough;
import dev.tidemark.query.cache.Shown;
import dev.tidemark.query.consistency.Reading;
import dev.tidemark.query.consistency.Scope;
import dev.tidemark.query.http.Choices;
import dev.tidemark.query.http.Cursor;
import dev.tidemark.query.http.Described;
import dev.tidemark.query.http.Page;
import dev.tidemark.query.http.Replies;
import dev.tidemark.query.http.Tokens;
import dev.tidemark.query.store.FreshReads;
import dev.tidemark.query.store.Keyset;
import dev.tidemark.query.store.SessionRows;
import dev.tidemark.query.timeline.AsOf;
import dev.tidemark.query.timeline.PastViews;
import dev.tidemark.query.timeline.Told;
import dev.tidemark.runtime.api.Parameter;
import dev.tidemark.runtime.api.Shape;
import dev.tidemark.runtime.http.Answer;
import dev.tidemark.runtime.http.Request;
import dev.tidemark.runtime.http.Role;
import dev.tidemark.runtime.http.Route;
import dev.tidemark.views.SessionStatus;
import dev.tidemark.views.SessionView;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// `GET /v1/sessions/{id}` (now or as of a moment) and `/v1/users/{username}/sessions`. A session
/// past its time is shown as expired, whether that was recorded yet or not.
public final class SessionRoutes {
  private static final String STATUS = "status";

  private final ReadThrough through;
  private final PastViews past;
  private final FreshReads fresh;
  private final Kind<SessionView> kind;
  private final int shards;
  private final Tokens tokens;
  private final Replies replies;
  private final InstantSource clock;

  public SessionRoutes(
      ReadThrough through,
      PastViews past,
      FreshReads fresh,
      Kind<SessionView> kind,
      int shards,
      Tokens tokens,
      Replies replies,
      InstantSource clock) {
    this.through = through;
    this.past = past;
    this.fresh = fresh;
    this.kind = kind;
    this.shards = shards;
    this.tokens = tokens;
    this.replies = replies;
    this.clock = clock;
  }

  public List<Route> routes() {
    return List.of(
        Route.of(Route.Method.GET, "/v1/sessions/{id}", Role.CLIENT, this::one)
            .described(
                Described.one("A session", SessionView.class)
                    .with(Parameter.path("id", SessionId.class, "The session's id"))
                    .with(AsOf.DESCRIBED)),
        Route.of(Route.Method.GET, "/v1/users/{username}/sessions", Role.CLIENT, this::ofUser)
            .described(
                Described.list(
                        "A user's sessions, newest first",
                        "SessionPage",
                        Shape.of(SessionView.class))
                    .with(
                        Parameter.path("username", Username.class, "The user's name"),
                        Parameter.query(
                            STATUS, Choices.shape(SessionStatus.class), "What they are now"))
                    .refuses(404)));
  }

  private Answer one(Request request) {
    SessionId id = request.pathParameter("id", SessionId::parse);
    var told = Told.of(id, shards);
    Instant now = clock.instant();
    return switch (AsOf.of(request, tokens, told, now).orElse(null)) {
      case null -> answer(request, recorded(request, id, told.shard()), now);
      case AsOf.Time time -> answer(request, past(request, told, time), time.at());
      // Of a place in the log nobody knows the time: as it was recorded.
      case AsOf.Place place -> answer(request, past(request, told, place), Instant.MIN);
    };
  }

  private Reading<Optional<Shown<SessionView>>> recorded(Request request, SessionId id, int shard) {
    var key = new CacheKey<>(kind, shard, id.toString());
    return through.one(key, tokens.of(request), SessionRows.one(id));
  }

  private Reading<Optional<Shown<SessionView>>> past(Request request, Told told, AsOf asOf) {
    return past.one(
        told,
        asOf,
        tokens.of(request),
        (before, envelope) -> SessionView.fold(before, (SessionEvent) envelope.event(), envelope));
  }

  private Answer answer(
      Request request, Reading<Optional<Shown<SessionView>>> reading, Instant at) {
    return reading
        .value()
        .map(session -> asItIs(request, reading, session, at))
        .orElseGet(() -> replies.absent(request, reading, "a session"));
  }

  /// Time changes what a session is without changing its version, so an expired one is never "not
  /// modified": the client may know that version as active.
  private Answer asItIs(
      Request request, Reading<?> reading, Shown<SessionView> recorded, Instant at) {
    SessionView then = recorded.view().at(at);
    return then.equals(recorded.view())
        ? replies.one(request, reading.map(_ -> recorded), then.version())
        : replies.changed(request, reading.map(_ -> recorded.as(then)), then.version());
  }

  private Answer ofUser(Request request) {
    Username username = request.pathParameter("username", Username::parse);
    Optional<SessionStatus> status =
        request.parameter(STATUS, text -> Choices.of(SessionStatus.class, text));
    String list = "sessions of " + username + " " + status;
    Page<Keyset> page = Page.of(request, list, Cursor::byTime);
    Instant now = clock.instant();
    var scope =
        new Scope(
            Set.of(EventTopic.USERS, EventTopic.SESSIONS), Set.of(username.slot().shard(shards)));
    Reading<Optional<List<SessionView>>> reading =
        fresh.list(
            tokens.of(request),
            scope,
            SessionRows.ofUser(username, status, now, page.after().orElse(null), page.fetched()));
    return reading
        .value()
        .map(sessions -> replies.page(request, reading.map(_ -> items(page, sessions, now))))
        .orElseGet(() -> replies.absent(request, reading, "a user"));
  }

  private static Page.Items<SessionView> items(
      Page<Keyset> page, List<SessionView> sessions, Instant now) {
    return page.items(
        sessions,
        session -> Cursor.behind(session.startedAt(), session.sessionId().value()),
        session -> session.at(now));
  }
}
