package dev.tidemark.query.user;

import dev.tidemark.events.Envelope;
import dev.tidemark.events.UserEvent;
import dev.tidemark.events.value.Username;
import dev.tidemark.query.cache.CacheKey;
import dev.tidemark.query.cache.Kind;
import dev.tidemark.query.cache.ReadThrough;
import dev.tidemark.query.cache.Shown;
import dev.tidemark.query.consistency.Reading;
import dev.tidemark.query.http.Described;
import dev.tidemark.query.http.Replies;
import dev.tidemark.query.http.Tokens;
import dev.tidemark.query.store.UserRows;
import dev.tidemark.query.timeline.AsOf;
import dev.tidemark.query.timeline.PastViews;
import dev.tidemark.query.timeline.Told;
import dev.tidemark.runtime.api.Parameter;
import dev.tidemark.runtime.http.Answer;
import dev.tidemark.runtime.http.Request;
import dev.tidemark.runtime.http.Role;
import dev.tidemark.runtime.http.Route;
import dev.tidemark.views.UserView;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// `GET /v1/users/{username}`, now or as of a moment.
public final class UserRoutes {
  private final ReadThrough through;
  private final PastViews past;
  private final Kind<UserView> kind;
  private final int shards;
  private final Tokens tokens;
  private final Replies replies;
  private final InstantSource clock;

  public UserRoutes(
      ReadThrough through,
      PastViews past,
      Kind<UserView> kind,
      int shards,
      Tokens tokens,
      Replies replies,
      InstantSource clock) {
    this.through = through;
    this.past = past;
    this.kind = kind;
    this.shards = shards;
    this.tokens = tokens;
    this.replies = replies;
    this.clock = clock;
  }

  public List<Route> routes() {
    return List.of(
        Route.of(Route.Method.GET, "/v1/users/{username}", Role.CLIENT, this::one)
            .described(
                Described.one("A user", UserView.class)
                    .with(Parameter.path("username", Username.class, "The user's name"))
                    .with(AsOf.DESCRIBED)));
  }

  private Answer one(Request request) {
    Username username = request.pathParameter("username", Username::parse);
    var told = Told.of(username, shards);
    Reading<Optional<Shown<UserView>>> reading =
        AsOf.of(request, tokens, told, clock.instant())
            .map(asOf -> past.one(told, asOf, tokens.of(request), UserRoutes::fold))
            .orElseGet(() -> now(request, username, told.shard()));
    return reading
        .value()
        .map(user -> replies.one(request, reading.map(_ -> user), user.view().version()))
        .orElseGet(() -> replies.absent(request, reading, "a user"));
  }

  private Reading<Optional<Shown<UserView>>> now(Request request, Username username, int shard) {
    var key = new CacheKey<>(kind, shard, username.value());
    return through.one(key, tokens.of(request), UserRows.one(username));
  }

  private static UserView fold(@Nullable UserView before, Envelope envelope) {
    return UserView.fold(before, (UserEvent) envelope.event(), envelope);
  }
}
