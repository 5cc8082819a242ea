package dev.tidemark.bench.peer;

import dev.tidemark.runtime.Lifecycle;
import dev.tidemark.runtime.Program;
import dev.tidemark.runtime.http.HttpServer;
import dev.tidemark.runtime.http.Route;
import dev.tidemark.runtime.metrics.Metrics;
import java.util.List;

/// A peer as a process, which starts, says that it is ready, and stops as our services do.
public final class PeerProgram {
  private PeerProgram() {}

  /// Opens what a peer keeps its orders in, with its tables or topics made.
  @FunctionalInterface
  public interface Opening {
    Orders open(PeerSettings settings) throws Exception;
  }

  /// @param name such as `crud`
  public static Program<?> of(String name, String summary, Opening opening) {
    return serving(
        name,
        summary,
        (settings, lifecycle) ->
            new PeerRoutes(lifecycle.add("orders", opening.open(settings))).all());
  }

  /// A peer's own routes.
  @FunctionalInterface
  public interface Routing {
    List<Route> routes(PeerSettings settings, Lifecycle lifecycle) throws Exception;
  }

  public static Program<?> serving(String name, String summary, Routing routing) {
    return new Program<>(
        name,
        summary,
        PeerSettings.PREFIX,
        PeerSettings::read,
        settings -> settings.http().stopWaits(),
        (settings, lifecycle) -> {
          var metrics = lifecycle.add("metrics", Metrics.ofProcess());
          List<Route> routes = routing.routes(settings, lifecycle);
          lifecycle.add(
              "http", HttpServer.start(settings.http(), routes, lifecycle.health(), metrics, 1));
        });
  }
}
