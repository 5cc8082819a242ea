package dev.tidemark.query;

import dev.tidemark.events.EventTopic;
import dev.tidemark.query.cache.BulkReads;
import dev.tidemark.query.cache.CacheSettings;
import dev.tidemark.query.cache.Fills;
import dev.tidemark.query.cache.Guards;
import dev.tidemark.query.cache.Kind;
import dev.tidemark.query.cache.NearCache;
import dev.tidemark.query.cache.ReadThrough;
import dev.tidemark.query.cache.RedisCache;
import dev.tidemark.query.cache.SingleFlight;
import dev.tidemark.query.consistency.CatchUp;
import dev.tidemark.query.consistency.Positions;
import dev.tidemark.query.consistency.Scope;
import dev.tidemark.query.consistency.Source;
import dev.tidemark.query.counts.CountRoutes;
import dev.tidemark.query.http.Replies;
import dev.tidemark.query.http.Tokens;
import dev.tidemark.query.order.OrderKeys;
import dev.tidemark.query.order.OrderLists;
import dev.tidemark.query.order.OrderRoutes;
import dev.tidemark.query.order.OrdersById;
import dev.tidemark.query.sales.SalesRoutes;
import dev.tidemark.query.session.SessionRoutes;
import dev.tidemark.query.store.Database;
import dev.tidemark.query.store.FreshReads;
import dev.tidemark.query.store.Generation;
import dev.tidemark.query.store.OrderRows;
import dev.tidemark.query.store.Replica;
import dev.tidemark.query.timeline.PastViews;
import dev.tidemark.query.timeline.TimelineRoutes;
import dev.tidemark.query.user.UserRoutes;
import dev.tidemark.runtime.http.Route;
import dev.tidemark.views.OrderView;
import dev.tidemark.views.SessionView;
import dev.tidemark.views.UserView;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/// Puts together what reads one generation of the views: its database, the caches with its keys,
/// and the routes. What is the same for all generations is handed in.
final class ViewReads {
  private final QuerySettings settings;
  private final RedisCache cache;
  private final NearCache near;
  private final Tokens tokens;
  private final JsonMapper json;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final Guards guards;
  private final ReadingMeters meters;

  /// @param random thread-safe
  ViewReads(
      QuerySettings settings,
      RedisCache cache,
      NearCache near,
      Tokens tokens,
      JsonMapper json,
      InstantSource clock,
      RandomGenerator random,
      Guards guards,
      ReadingMeters meters) {
    this.settings = settings;
    this.cache = cache;
    this.near = near;
    this.tokens = tokens;
    this.json = json;
    this.clock = clock;
    this.random = random;
    this.guards = guards;
    this.meters = meters;
  }

  Serving.Reads open(Generation generation) {
    var database = new Database(settings.store(), generation, meters.store());
    Replica replica =
        settings.store().replicaUrl().isEmpty()
            ? null
            : new Replica(settings.store(), generation, settings.partitions(), meters.store());
    var looks = new SingleFlight<Scope, Positions>(meters.cache()::joinedLook);
    var catchUp =
        new CatchUp(
            settings.tokenWait(),
            scope -> looks.once(scope, () -> database.positions(scope)),
            meters.tokens());
    var fresh = new FreshReads(database, replica, catchUp, settings.store());
    return new Serving.Reads(generation, database, replica, routes(generation, fresh));
  }

  private Replies replies() {
    return new Replies(
        json,
        tokens,
        Map.of(
            Source.NEAR,
            settings.near().lagMax(),
            Source.REDIS,
            settings.cache().ageMax(),
            Source.REPLICA,
            settings.store().replicaLagMax()));
  }

  private List<Route> routes(Generation generation, FreshReads fresh) {
    int number = generation.number();
    int shards = settings.partitions();
    CacheSettings cached = settings.cache();
    Replies replies = replies();
    var fills = new Fills(near, cache, json, cached.absentTimeToLive(), random);
    var through =
        new ReadThrough(near, cache, fills, fresh, json, guards, cached.turnWait(), meters.cache());
    var users = new Kind<>(number, EventTopic.USERS, UserView.class, cached.users());
    var sessions = new Kind<>(number, EventTopic.SESSIONS, SessionView.class, cached.sessions());
    var keys =
        new OrderKeys(
            new Kind<>(number, EventTopic.ORDERS, OrderView.class, cached.orders()), shards);
    var past = new PastViews(fresh, json);
    var orderRows = new OrderRows(json);
    var bulk = new BulkReads(near, cache, through, fills, fresh, json);
    return Stream.of(
            new UserRoutes(through, past, users, shards, tokens, replies, clock).routes(),
            new SessionRoutes(through, past, fresh, sessions, shards, tokens, replies, clock)
                .routes(),
            new OrderRoutes(
                    orderRows,
                    through,
                    past,
                    new OrdersById(orderRows, bulk, keys, tokens, replies),
                    new OrderLists(fresh, shards, tokens, replies),
                    keys,
                    tokens,
                    replies,
                    clock)
                .routes(),
            overviews(fresh, replies))
        .flatMap(List::stream)
        .toList();
  }

  private List<Route> overviews(FreshReads fresh, Replies replies) {
    int shards = settings.partitions();
    return Stream.of(
            new SalesRoutes(fresh, shards, tokens, replies).routes(),
            new CountRoutes(fresh, shards, tokens, replies, clock).routes(),
            new TimelineRoutes(fresh, json, shards, tokens, replies).routes())
        .flatMap(List::stream)
        .toList();
  }
}
