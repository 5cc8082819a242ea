package dev.tidemark.query.changes;

import dev.tidemark.events.consistency.ConsistencyToken;
import dev.tidemark.query.Eventually;
import dev.tidemark.query.http.Outages;
import dev.tidemark.query.http.Tokens;
import dev.tidemark.runtime.brokers.Brokers;
import dev.tidemark.runtime.health.Health;
import dev.tidemark.runtime.http.HttpServer;
import dev.tidemark.runtime.http.HttpSettings;
import dev.tidemark.runtime.metrics.Metrics;
import dev.tidemark.runtime.settings.Settings;
import dev.tidemark.views.ViewJson;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/// The streams of changes behind a server of their own, on a free port.
final class RunningChanges implements AutoCloseable {
  private static final Duration TOKEN_WAIT = Duration.ofMillis(300);

  final Changes changes;
  private final HttpServer server;

  /// @param more settings
  RunningChanges(String bootstrapServers, Map<String, String> more) {
    var environment = new HashMap<>(Map.of("HTTP_PORT", "0", "HTTP_STOP_TIMEOUT", "5m"));
    environment.putAll(more);
    var settings = new Settings(environment, "QUERY_");
    var metrics = new Metrics();
    changes =
        Changes.start(
            ChangesSettings.read(settings),
            Brokers.plain(bootstrapServers),
            TestLog.SHARDS,
            new Tokens(TestLog.SHARDS, () -> ConsistencyToken.EMPTY),
            TOKEN_WAIT,
            ViewJson.mapper(),
            new ChangesMeters(metrics));
    server =
        HttpServer.start(
            HttpSettings.read(settings, 0),
            Outages.told(changes.routes()),
            new Health(),
            metrics,
            0);
  }

  /// The same, once it follows the log.
  static RunningChanges following(String bootstrapServers, Map<String, String> more)
      throws Exception {
    var running = new RunningChanges(bootstrapServers, more);
    running.awaitLevel(Health.Level.UP);
    return running;
  }

  void awaitLevel(Health.Level level) throws Exception {
    Eventually.until(changes::health, state -> state.level() == level);
  }

  int port() {
    return server.port();
  }

  /// @param query with its question mark, or empty
  EventStream open(String query, String... headers) throws IOException {
    return EventStream.open(port(), query, headers);
  }

  /// Only asks the server to stop.
  void stop() {
    server.close();
  }

  @Override
  public void close() {
    server.close();
    changes.close();
  }
}
