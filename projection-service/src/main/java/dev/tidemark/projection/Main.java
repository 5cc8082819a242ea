package dev.tidemark.projection;

import dev.tidemark.projection.admin.AdminApi;
import dev.tidemark.projection.cache.RedisLink;
import dev.tidemark.projection.cache.ShardCache;
import dev.tidemark.projection.log.LogLook;
import dev.tidemark.projection.runtime.Workers;
import dev.tidemark.projection.store.Database;
import dev.tidemark.projection.store.ViewStore;
import dev.tidemark.runtime.Lifecycle;
import dev.tidemark.runtime.Program;
import dev.tidemark.runtime.http.HttpServer;
import dev.tidemark.runtime.membership.Membership;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.SplittableRandom;

/// The projection service as a process.
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    new Program<>(
            "projection-service",
            "Folds events into PostgreSQL and writes them through to Redis",
            ProjectionConfig.PREFIX,
            ProjectionConfig::read,
            config -> config.http().stopWaits(),
            Main::start)
        .run(arguments, System.getenv());
  }

  static void start(ProjectionConfig config, Lifecycle lifecycle) throws InterruptedException {
    var random = new SecureRandom();
    var database = lifecycle.add("database", Database.open(config.database()));
    var redis = lifecycle.add("redis", new RedisLink(config.redisUrl(), config.redisTimeout()));
    var store = new ViewStore(database, Clock.systemUTC());
    var workers =
        new Workers(
            store,
            config.log(),
            shard ->
                ShardCache.start(
                    shard, store, redis, config.cache(), new SplittableRandom(random.nextLong())),
            random);
    var log = lifecycle.add("log", new LogLook(config.log()));
    // Operators want to see why a service does not get ready.
    lifecycle.add(
        "http",
        HttpServer.start(
            config.http(),
            AdminApi.routes(log, database, redis, workers, Clock.systemUTC()),
            lifecycle.health(),
            random.nextInt()));
    new SchemaGate(config.database()).pass(lifecycle.health());
    var membership =
        lifecycle.add("membership", Membership.start(config.log().ofMembership(), workers, random));
    new HealthChecks(membership, workers).register(lifecycle.health());
  }
}
