package dev.tidemark.projection.admin;

import dev.tidemark.events.codec.ValueSchemas;
import dev.tidemark.projection.cache.CacheLook;
import dev.tidemark.projection.log.LogLook;
import dev.tidemark.projection.rebuild.LiveGenerations;
import dev.tidemark.projection.rebuild.Rebuilds;
import dev.tidemark.projection.store.StoreLook;
import dev.tidemark.runtime.http.Route;
import dev.tidemark.runtime.openapi.About;
import dev.tidemark.runtime.openapi.ApiDocs;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;

/// All that operators may ask this service, and its description.
public final class AdminApi {
  private static final About ABOUT =
      new About("Tidemark administration", "What operators see of the log and the views, and do");

  private AdminApi() {}

  public static List<Route> routes(
      LogLook log,
      StoreLook store,
      CacheLook cache,
      LiveGenerations live,
      Rebuilds rebuilds,
      InstantSource clock) {
    var replies = new Replies();
    return ApiDocs.added(
        Outages.told(
            Stream.of(
                    new LagRoutes(log, store, cache, live, replies, clock).routes(),
                    new GenerationRoutes(rebuilds, replies).routes())
                .flatMap(List::stream)
                .toList()),
        ABOUT,
        ValueSchemas.all());
  }
}
