package dev.tidemark.query.http;

import dev.tidemark.runtime.http.Answer;
import dev.tidemark.runtime.http.Handler;
import dev.tidemark.runtime.http.Route;
import dev.tidemark.runtime.metrics.Buckets;
import dev.tidemark.runtime.metrics.Metrics;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;

/// How long answers took to make, by route and by the slowest store that they needed.
public final class ReadMeters {
  private final MeterRegistry registry;

  public ReadMeters(Metrics metrics) {
    this.registry = metrics.registry();
  }

  /// The same routes, measured.
  public List<Route> measured(List<Route> routes) {
    return routes.stream().map(route -> route.handledBy(measured(route))).toList();
  }

  private Handler measured(Route route) {
    ConcurrentMap<String, Timer> bySource = new ConcurrentHashMap<>();
    Handler handler = route.handler();
    return request -> {
      long since = System.nanoTime();
      Answer answer = handler.handle(request);
      String sources = answer.headers().get(Replies.SOURCE);
      if (sources != null) {
        bySource
            .computeIfAbsent(slowest(sources), source -> timer(route, source))
            .record(System.nanoTime() - since, TimeUnit.NANOSECONDS);
      }
      return answer;
    };
  }

  /// They stand in their order, from the nearest to the farthest.
  private static String slowest(String sources) {
    return sources.substring(sources.lastIndexOf(' ') + 1);
  }

  private Timer timer(Route route, String source) {
    return Timer.builder("tidemark.read")
        .description("How long answers took to make, by route and the farthest store they needed")
        .tags("http.route", route.path(), "source", source)
        .serviceLevelObjectives(Buckets.latencies())
        .register(registry);
  }
}
