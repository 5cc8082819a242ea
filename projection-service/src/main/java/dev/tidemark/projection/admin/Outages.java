package dev.tidemark.projection.admin;

import dev.tidemark.projection.cache.CacheException;
import dev.tidemark.projection.log.LogUnavailableException;
import dev.tidemark.projection.log.OutOfLogException;
import dev.tidemark.projection.store.StoreException;
import dev.tidemark.runtime.http.Handler;
import dev.tidemark.runtime.http.Request;
import dev.tidemark.runtime.http.Route;
import dev.tidemark.runtime.problem.Problem;
import java.time.Duration;
import java.util.List;

/// Tells operators which store cannot answer, and why.
final class Outages {
  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

  private Outages() {}

  static List<Route> told(List<Route> routes) {
    return routes.stream().map(route -> route.handledBy(told(route.handler()))).toList();
  }

  private static Handler told(Handler handler) {
    return (Request request) -> {
      try {
        return handler.handle(request);
      } catch (OutOfLogException e) {
        throw Problem.notFound(String.valueOf(e.getMessage())).exception();
      } catch (LogUnavailableException | StoreException | CacheException e) {
        throw Problem.unavailable(String.valueOf(e.getMessage()), RETRY_AFTER).exception();
      }
    };
  }
}
