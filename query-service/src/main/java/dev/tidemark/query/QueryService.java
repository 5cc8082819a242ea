package dev.tidemark.query;

import dev.tidemark.events.codec.ValueSchemas;
import dev.tidemark.query.cache.Guards;
import dev.tidemark.query.cache.NearCache;
import dev.tidemark.query.cache.RedisCache;
import dev.tidemark.query.changes.Changes;
import dev.tidemark.query.changes.ChangesMeters;
import dev.tidemark.query.http.Outages;
import dev.tidemark.query.http.ReadMeters;
import dev.tidemark.query.http.Tokens;
import dev.tidemark.query.log.LogEnds;
import dev.tidemark.query.log.LogTail;
import dev.tidemark.runtime.Lifecycle;
import dev.tidemark.runtime.http.AdminServer;
import dev.tidemark.runtime.http.HttpServer;
import dev.tidemark.runtime.metrics.Metrics;
import dev.tidemark.runtime.openapi.About;
import dev.tidemark.runtime.openapi.ApiDocs;
import dev.tidemark.views.ViewJson;
import java.time.Duration;
import java.time.InstantSource;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/// The wiring: stores, then what reads them, then routes, then the server.
final class QueryService {
  /// The near cache outlasts some questions to Kafka that fail.
  private static final int LOOKS_PER_LAG = 4;

  private static final About ABOUT =
      new About("Tidemark queries", "What is known of users, sessions, orders and sales");

  private final JsonMapper json = ViewJson.mapper();
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
    var metrics = lifecycle.add("metrics", Metrics.ofProcess());
    lifecycle.add(
        "admin",
        AdminServer.start(
            settings.admin(), lifecycle.health(), metrics, random.nextInt(Integer.MAX_VALUE)));
    var meters = ReadingMeters.of(metrics);
    var cache = lifecycle.add("Redis", new RedisCache(settings.cache(), meters.cache()));
    var ends = lifecycle.add("Kafka", new LogEnds(settings.log(), settings.partitions()));
    var near = new NearCache(settings.near(), settings.partitions(), guards, meters.cache());
    if (settings.near().bytesMax() > 0) {
      followLog(lifecycle, ends, near);
    }
    var tokens = new Tokens(settings.partitions(), ends::now);
    var reads = new ViewReads(settings, cache, near, tokens, json, clock, random, guards, meters);
    var serving = lifecycle.add("PostgreSQL", Serving.start(reads::open, requestMax()));
    var stores = new StoreHealth(serving::database, cache, settings.partitions());
    stores.requireSameShards();
    stores.register(lifecycle.health());
    lifecycle.health().register("generation", serving::state);
    if (!settings.store().replicaUrl().isEmpty()) {
      lifecycle.health().register("replica", serving::replica);
    }
    var changes = lifecycle.add("changes", changes(tokens, metrics));
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
                                    new ReadMeters(metrics).measured(serving.routes()).stream(),
                                    changes.routes().stream())
                                .toList())),
                ABOUT,
                ValueSchemas.all()),
            lifecycle.health(),
            metrics,
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

  private Changes changes(Tokens tokens, Metrics metrics) {
    return Changes.start(
        settings.changes(),
        settings.log().brokers(),
        settings.partitions(),
        tokens,
        settings.tokenWait(),
        json,
        new ChangesMeters(metrics));
  }

  /// A request reads, maybe a replica first, waits for its token, and reads again.
  private Duration requestMax() {
    return settings.tokenWait().plus(settings.store().timeout().multipliedBy(6));
  }
}
