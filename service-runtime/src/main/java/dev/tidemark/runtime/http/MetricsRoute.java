package dev.tidemark.runtime.http;

import dev.tidemark.runtime.metrics.Metrics;

/// `GET /metrics`, for listeners that only operators reach.
public final class MetricsRoute {
  static final String PATH = "/metrics";

  private MetricsRoute() {}

  public static Route of(Metrics metrics) {
    return Route.of(
        Route.Method.GET,
        PATH,
        Role.AUDITOR,
        _ ->
            Answer.of(200, Metrics.MEDIA_TYPE, metrics.scrape()).with("Cache-Control", "no-store"));
  }
}
