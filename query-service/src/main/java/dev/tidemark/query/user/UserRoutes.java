package dev.tidemark.query.user;

import dev.tidemark.events.value.Username;
import dev.tidemark.query.cache.CacheKey;
import dev.tidemark.query.cache.Kind;
import dev.tidemark.query.cache.ReadThrough;
import dev.tidemark.query.consistency.Reading;
import dev.tidemark.query.http.Replies;
import dev.tidemark.query.http.Tokens;
import dev.tidemark.query.store.UserRows;
import dev.tidemark.runtime.http.Answer;
import dev.tidemark.runtime.http.Request;
import dev.tidemark.runtime.http.Role;
import dev.tidemark.runtime.http.Route;
import dev.tidemark.views.UserView;
import dev.tidemark.views.cache.CacheKeys;
import java.util.List;
import java.util.Optional;

/// `GET /v1/users/{username}`.
public final class UserRoutes {
  private final UserRows rows;
  private final ReadThrough through;
  private final Kind<UserView> kind;
  private final int shards;
  private final Tokens tokens;
  private final Replies replies;

  public UserRoutes(
      UserRows rows,
      ReadThrough through,
      Kind<UserView> kind,
      int shards,
      Tokens tokens,
      Replies replies) {
    this.rows = rows;
    this.through = through;
    this.kind = kind;
    this.shards = shards;
    this.tokens = tokens;
    this.replies = replies;
  }

  public List<Route> routes() {
    return List.of(Route.of(Route.Method.GET, "/v1/users/{username}", Role.CLIENT, this::one));
  }

  private Answer one(Request request) {
    Username username = request.pathParameter("username", Username::parse);
    int shard = username.slot().shard(shards);
    var key = new CacheKey<>(kind, shard, new CacheKeys(shard).user(username));
    Reading<Optional<UserView>> reading =
        through.one(key, tokens.of(request), () -> rows.one(username, key.scope()));
    return reading
        .value()
        .map(user -> replies.one(request, reading.map(_ -> user), user.version()))
        .orElseGet(() -> replies.absent(request, reading, "a user"));
  }
}
