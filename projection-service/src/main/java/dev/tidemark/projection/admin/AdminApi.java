package dev.tidemark.projection.admin;

import dev.tidemark.events.codec.ValueSchemas;
import dev.tidemark.projection.cache.CacheLook;
import dev.tidemark.projection.log.ClusterLook;
import dev.tidemark.projection.log.LogLook;
import dev.tidemark.projection.log.LogReader;
import dev.tidemark.projection.rebuild.LiveGenerations;
import dev.tidemark.projection.rebuild.Rebuilds;
import dev.tidemark.projection.repair.Jobs;
import dev.tidemark.projection.repair.StandingVerifier;
import dev.tidemark.projection.runtime.LogSettings;
import dev.tidemark.projection.store.AggregateLook;
import dev.tidemark.projection.store.ParkedEvents;
import dev.tidemark.projection.store.StoreLook;
import dev.tidemark.runtime.http.Route;
import dev.tidemark.runtime.openapi.About;
import dev.tidemark.runtime.openapi.ApiDocs;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// All that operators may ask this service, and its description.
public final class AdminApi implements AutoCloseable {
  private static final About ABOUT =
      new About("Tidemark administration", "What operators see of the log and the views, and do");

  private final LogLook log;
  private final ClusterLook cluster;
  private final CommandInstances instances = new CommandInstances();
  private final QueryInstances queries;
  private final LogReader reader;
  private final StoreLook store;
  private final AggregateLook aggregates;
  private final CacheLook cache;
  private final LiveGenerations live;
  private final Rebuilds rebuilds;
  private final ParkedEvents parked;
  private final Jobs jobs;
  private final Supplier<StandingVerifier.Standing> verifier;
  private final Replies replies = new Replies();
  private final InstantSource clock;

  /// Connects to Kafka when it is first asked.
  ///
  /// @param queryMetrics where query services tell what they measure
  public AdminApi(
      LogSettings log,
      List<URI> queryMetrics,
      CacheLook cache,
      LiveGenerations live,
      Rebuilds rebuilds,
      ParkedEvents parked,
      Jobs jobs,
      Supplier<StandingVerifier.Standing> verifier,
      InstantSource clock) {
    this.log = new LogLook(log);
    this.cluster = new ClusterLook(log);
    this.queries = new QueryInstances(queryMetrics);
    this.reader = new LogReader(log);
    this.store = new StoreLook(live::database);
    this.aggregates = new AggregateLook(live::database);
    this.cache = cache;
    this.live = live;
    this.rebuilds = rebuilds;
    this.parked = parked;
    this.jobs = jobs;
    this.verifier = verifier;
    this.clock = clock;
  }

  public List<Route> routes() {
    var routes =
        Stream.of(
                new LagRoutes(new LagLook(log, store, cache, live, clock), replies).routes(),
                new ShardRoutes(log, cluster, instances, replies, clock).routes(),
                new ReadsRoutes(queries, replies, clock).routes(),
                new TopicRoutes(cluster, replies).routes(),
                new LogRoutes(log, cluster, reader, replies, clock).routes(),
                new AggregateRoutes(log, reader, aggregates, cache, live, replies, clock).routes(),
                new GenerationRoutes(rebuilds, replies).routes(),
                new ParkedRoutes(parked, replies).routes(),
                new RepairRoutes(jobs, verifier, replies).routes(),
                ConsoleRoutes.routes())
            .flatMap(List::stream)
            .toList();
    return ApiDocs.added(SameOrigin.required(Outages.told(routes)), ABOUT, ValueSchemas.all());
  }

  @Override
  public void close() {
    instances.close();
    queries.close();
    cluster.close();
    log.close();
  }
}
