package dev.tidemark.projection;

import dev.tidemark.projection.admin.AdminApi;
import dev.tidemark.projection.admin.LagLook;
import dev.tidemark.projection.admin.LagMeters;
import dev.tidemark.projection.cache.CacheLook;
import dev.tidemark.projection.cache.RedisLink;
import dev.tidemark.projection.cache.RedisMeters;
import dev.tidemark.projection.log.LogLook;
import dev.tidemark.projection.rebuild.Adapters;
import dev.tidemark.projection.rebuild.Comparisons;
import dev.tidemark.projection.rebuild.GenerationMeters;
import dev.tidemark.projection.rebuild.GenerationWatch;
import dev.tidemark.projection.rebuild.LiveGenerations;
import dev.tidemark.projection.rebuild.LiveMeters;
import dev.tidemark.projection.rebuild.Progress;
import dev.tidemark.projection.rebuild.Rebuilds;
import dev.tidemark.projection.store.Database;
import dev.tidemark.projection.store.Diffs;
import dev.tidemark.projection.store.Generations;
import dev.tidemark.projection.store.LastRepair;
import dev.tidemark.projection.store.PostgresMeters;
import dev.tidemark.projection.store.RowDiff;
import dev.tidemark.projection.store.ServerLook;
import dev.tidemark.projection.store.StoreLook;
import dev.tidemark.projection.store.ViewPositions;
import dev.tidemark.runtime.Lifecycle;
import dev.tidemark.runtime.Program;
import dev.tidemark.runtime.http.HttpServer;
import dev.tidemark.runtime.http.MetricsRoute;
import dev.tidemark.runtime.membership.Membership;
import dev.tidemark.runtime.membership.MembershipMeters;
import dev.tidemark.runtime.metrics.Metrics;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/// The projection service as a process.
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    program().run(arguments, System.getenv());
  }

  public static Program<?> program() {
    return new Program<>(
        "projection-service",
        "Folds events into PostgreSQL and writes them through to Redis",
        ProjectionConfig.PREFIX,
        ProjectionConfig::read,
        config -> config.http().stopWaits(),
        Main::start);
  }

  static void start(ProjectionConfig config, Lifecycle lifecycle) throws InterruptedException {
    var random = new SecureRandom();
    var clock = Clock.systemUTC();
    var metrics = lifecycle.add("metrics", Metrics.ofProcess());
    var meters = LiveMeters.of(metrics, clock);
    var control = lifecycle.add("control tables", control(config, meters));
    var patient = lifecycle.add("comparing", Database.open(config.database().patient()));
    var redis = lifecycle.add("redis", new RedisLink(config.redisUrl(), config.redisTimeout()));
    var generations = new Generations(control);
    var progress = new Progress(new ViewPositions(control), new CacheLook(redis));
    var live =
        lifecycle.add(
            "generations", new LiveGenerations(adapters(config, redis, meters, clock, random)));
    var diffs = new Diffs(control);
    var comparisons =
        lifecycle.add(
            "comparisons",
            new Comparisons(live, diffs, new RowDiff(patient), progress, redis, clock));
    var repairs =
        Repairs.of(
            config, lifecycle, control, live, redis, metrics, clock, random, UUID::randomUUID);
    var admin =
        lifecycle.add(
            "admin",
            admin(
                config,
                redis,
                live,
                new Rebuilds(
                    generations, diffs, new LastRepair(control), progress, comparisons, clock),
                repairs,
                clock));
    // Operators want to see why a service does not get ready.
    lifecycle.add("http", http(config, admin, lifecycle, metrics, random));
    lifecycle.add(
        "meters",
        measured(config, lifecycle, metrics, control, live, progress, redis, repairs, clock));
    new SchemaGate(config.database(), generations, live).pass(lifecycle.health());
    var watch =
        lifecycle.add(
            "watch",
            GenerationWatch.start(
                generations, live, progress, comparisons, redis, config.pruneAfter(), clock));
    lifecycle.health().register("generations", watch::state);
    lifecycle.add("repairs", repairs.start(UUID.randomUUID().toString(), random));
    var membership =
        lifecycle.add("membership", Membership.start(config.log().ofMembership(), live, random));
    MembershipMeters.watch(metrics, membership);
    new HealthChecks(membership, live, repairs.verifier()).register(lifecycle.health());
  }

  private static Database control(ProjectionConfig config, LiveMeters meters) {
    return Database.open(config.database().control()).measuredBy(meters.pools());
  }

  private static HttpServer http(
      ProjectionConfig config,
      AdminApi admin,
      Lifecycle lifecycle,
      Metrics metrics,
      SecureRandom random) {
    return HttpServer.start(
        config.http(),
        Stream.concat(admin.routes().stream(), Stream.of(MetricsRoute.of(metrics))).toList(),
        lifecycle.health(),
        metrics,
        random.nextInt());
  }

  private static Adapters adapters(
      ProjectionConfig config,
      RedisLink redis,
      LiveMeters meters,
      Clock clock,
      SecureRandom random) {
    return new Adapters(
        config.database(),
        config.log(),
        config.rebuildBatchEventsMax(),
        config.cache(),
        redis,
        meters,
        clock,
        random);
  }

  private static Sampling measured(
      ProjectionConfig config,
      Lifecycle lifecycle,
      Metrics metrics,
      Database control,
      LiveGenerations live,
      Progress progress,
      RedisLink redis,
      Repairs repairs,
      Clock clock) {
    var log = lifecycle.add("log of meters", new LogLook(config.log()));
    var lag = new LagLook(log, new StoreLook(live::database), new CacheLook(redis), live, clock);
    Map<String, Runnable> looks = new LinkedHashMap<>();
    looks.put("lag", new LagMeters(metrics, lag)::look);
    looks.put("generations", new GenerationMeters(metrics, live, progress)::look);
    looks.put("jobs", () -> repairs.meters().look(repairs.jobs().newest()));
    looks.put("redis", new RedisMeters(metrics, redis)::look);
    looks.put("postgres", new PostgresMeters(metrics, new ServerLook(control))::look);
    return Sampling.start(looks);
  }

  private static AdminApi admin(
      ProjectionConfig config,
      RedisLink redis,
      LiveGenerations live,
      Rebuilds rebuilds,
      Repairs repairs,
      Clock clock) {
    return new AdminApi(
        config.log(),
        config.queryMetrics(),
        new CacheLook(redis),
        live,
        rebuilds,
        repairs.parked(),
        repairs.jobs(),
        repairs.verifier()::standing,
        clock);
  }
}
