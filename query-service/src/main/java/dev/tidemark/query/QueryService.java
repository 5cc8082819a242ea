package dev.tidemark.query;

import dev.tidemark.events.EventTopic;
import dev.tidemark.events.codec.ValueSchemas;
import dev.tidemark.query.cache.BulkReads;
import dev.tidemark.query.cache.CacheSettings;
import dev.tidemark.query.cache.Fills;
import dev.tidemark.query.cache.Guards;
import dev.tidemark.query.cache.Kind;
import dev.tidemark.query.cache.NearCache;
import dev.tidemark.query.cache.ReadThrough;
import dev.tidemark.query.cache.RedisCache;
import dev.tidemark.query.cache.SingleFlight;
import dev.tidemark.query.changes.Changes;
import dev.tidemark.query.consistency.CatchUp;
import dev.tidemark.query.consistency.Positions;
import dev.tidemark.query.consistency.Scope;
import dev.tidemark.query.consistency.Source;
import dev.tidemark.query.counts.CountRoutes;
import dev.tidemark.query.http.Outages;
import dev.tidemark.query.http.Replies;
import dev.tidemark.query.http.Tokens;
import dev.tidemark.query.log.LogEnds;
import dev.tidemark.query.log.LogTail;
import dev.tidemark.query.order.OrderKeys;
import dev.tidemark.query.order.OrderLists;
import dev.tidemark.query.order.OrderRoutes;
import dev.tidemark.query.order.OrdersById;
import dev.tidemark.query.sales.SalesRoutes;
import dev.tidemark.query.session.SessionRoutes;
import dev.tidemark.query.store.CountRows;
import dev.tidemark.query.store.Database;
import dev.tidemark.query.store.EventRows;
import dev.tidemark.query.store.FreshReads;
import dev.tidemark.query.store.OrderRows;
import dev.tidemark.query.store.SaleRows;
import dev.tidemark.query.store.SessionRows;
import dev.tidemark.query.store.UserRows;
import dev.tidemark.query.timeline.PastViews;
import dev.tidemark.query.timeline.TimelineRoutes;
import dev.tidemark.query.user.UserRoutes;
import dev.tidemark.runtime.Lifecycle;
import dev.tidemark.runtime.http.HttpServer;
import dev.tidemark.runtime.http.Route;
import dev.tidemark.runtime.openapi.About;
import dev.tidemark.runtime.openapi.ApiDocs;
import dev.tidemark.views.OrderView;
import dev.tidemark.views.SessionView;
import dev.tidemark.views.UserView;
import dev.tidemark.views.ViewJson;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/// The wiring: stores, then the ways to read them, then routes, then the server.
final class QueryService {
  /// The near cache outlasts some questions to Kafka that fail.
  private static final int LOOKS_PER_LAG = 4;

  private static final About ABOUT =
      new About("Tidemark queries", "What is known of users, sessions, orders and sales");

  private final JsonMapper json = ViewJson.mapper();
  private final SingleFlight<Scope, Positions> looks = new SingleFlight<>();
  private final QuerySettings settings;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final Guards guards;

  /// @param random thread-safe
  QueryService(QuerySettings settings, InstantSource clock, RandomGenerator random, Guards guards) {
    this.settings = settings;
    this.clock = clock;
    this.random = random;
    this.guards = guards;
  }

  HttpServer start(Lifecycle lifecycle) {
    var database = lifecycle.add("PostgreSQL", new Database(settings.store()));
    var cache = lifecycle.add("Redis", new RedisCache(settings.cache()));
    var ends = lifecycle.add("Kafka", new LogEnds(settings.log(), settings.partitions()));
    var stores = new StoreHealth(database, cache, settings.partitions());
    stores.requireSameShards();
    stores.register(lifecycle.health());
    var near = new NearCache(settings.near(), settings.partitions(), guards);
    if (settings.near().bytesMax() > 0) {
      followLog(lifecycle, ends, near);
    }
    var tokens = new Tokens(settings.partitions(), ends::now);
    var changes = lifecycle.add("changes", changes(tokens));
    lifecycle.health().register("changes", changes::health);
    return lifecycle.add(
        "HTTP server",
        HttpServer.start(
            settings.http(),
            ApiDocs.added(
                settings
                    .sharedCaching()
                    .allowed(
                        Outages.told(
                            Stream.concat(
                                    routes(database, cache, near, tokens).stream(),
                                    changes.routes().stream())
                                .toList())),
                ABOUT,
                ValueSchemas.all()),
            lifecycle.health(),
            random.nextInt(Integer.MAX_VALUE)));
  }

  private void followLog(Lifecycle lifecycle, LogEnds ends, NearCache near) {
    lifecycle.add(
        "tail of the log",
        LogTail.start(
            settings.log(),
            settings.partitions(),
            ends,
            settings.near().lagMax().dividedBy(LOOKS_PER_LAG),
            near));
    lifecycle.health().register("near", near::state);
  }

  private Changes changes(Tokens tokens) {
    return Changes.start(
        settings.changes(),
        settings.log().bootstrapServers(),
        settings.partitions(),
        tokens,
        settings.tokenWait(),
        json);
  }

  private Replies replies(Tokens tokens) {
    return new Replies(
        json,
        tokens,
        Map.of(Source.NEAR, settings.near().lagMax(), Source.REDIS, settings.cache().ageMax()));
  }

  private List<Route> routes(Database database, RedisCache cache, NearCache near, Tokens tokens) {
    int shards = settings.partitions();
    CacheSettings cached = settings.cache();
    Replies replies = replies(tokens);
    var fresh =
        new FreshReads(
            new CatchUp(
                settings.tokenWait(), scope -> looks.once(scope, () -> database.positions(scope))));
    var fills = new Fills(near, cache, json, cached.absentTimeToLive(), random);
    var through = new ReadThrough(near, cache, fills, fresh, json, guards);
    var users = new Kind<>(EventTopic.USERS, UserView.class, cached.userTimeToLive());
    var sessions = new Kind<>(EventTopic.SESSIONS, SessionView.class, cached.sessionTimeToLive());
    var keys =
        new OrderKeys(
            new Kind<>(EventTopic.ORDERS, OrderView.class, cached.orderTimeToLive()), shards);
    var past = new PastViews(new EventRows(database), fresh);
    var orderRows = new OrderRows(database, json);
    var bulk = new BulkReads(near, cache, through, fills, fresh);
    return Stream.of(
            new UserRoutes(
                    new UserRows(database), through, past, users, shards, tokens, replies, clock)
                .routes(),
            new SessionRoutes(
                    new SessionRows(database),
                    through,
                    past,
                    fresh,
                    sessions,
                    shards,
                    tokens,
                    replies,
                    clock)
                .routes(),
            new OrderRoutes(
                    orderRows,
                    through,
                    past,
                    new OrdersById(orderRows, bulk, keys, tokens, replies),
                    new OrderLists(orderRows, fresh, shards, tokens, replies),
                    keys,
                    tokens,
                    replies,
                    clock)
                .routes(),
            overviews(database, fresh, tokens, replies))
        .flatMap(List::stream)
        .toList();
  }

  private List<Route> overviews(
      Database database, FreshReads fresh, Tokens tokens, Replies replies) {
    int shards = settings.partitions();
    return Stream.of(
            new SalesRoutes(new SaleRows(database), fresh, shards, tokens, replies).routes(),
            new CountRoutes(new CountRows(database), fresh, shards, tokens, replies, clock)
                .routes(),
            new TimelineRoutes(new EventRows(database), fresh, json, shards, tokens, replies)
                .routes())
        .flatMap(List::stream)
        .toList();
  }
}
