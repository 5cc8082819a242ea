package dev.tidemark.runtime.http;

import dev.tidemark.runtime.StartupException;
import dev.tidemark.runtime.health.Health;
import dev.tidemark.runtime.metrics.Metrics;
import java.util.List;

/// `/metrics` and `/health/*` on a port of their own, so that neither clients who crowd the public
/// one nor whatever keeps a service from starting hides them. Open it first, and close it last.
///
/// Its own requests are not measured.
public final class AdminServer {
  private AdminServer() {}

  /// Returns when it listens.
  ///
  /// @param firstIncident where the numbers of logged incidents begin: random, so that runs differ
  /// @throws StartupException if the port is taken
  public static HttpServer start(
      AdminSettings settings, Health health, Metrics metrics, long firstIncident) {
    return HttpServer.start(
        Listener.ADMIN,
        settings.http(),
        List.of(MetricsRoute.of(metrics)),
        health,
        new Metrics(),
        firstIncident);
  }
}
