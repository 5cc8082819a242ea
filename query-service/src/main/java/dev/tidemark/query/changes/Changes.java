package dev.tidemark.query.changes;

import dev.tidemark.events.EventTopic;
import dev.tidemark.query.consistency.Scope;
import dev.tidemark.query.http.Tokens;
import dev.tidemark.runtime.brokers.Brokers;
import dev.tidemark.runtime.health.Health;
import dev.tidemark.runtime.http.Route;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import tools.jackson.databind.json.JsonMapper;

/// Everything behind `GET /v1/changes`. Closed after the server that has its routes.
public final class Changes implements AutoCloseable {
  private final Tail tail;
  private final TailReader reader;
  private final Past past;
  private final ChangeRoutes routes;

  private Changes(Tail tail, TailReader reader, Past past, ChangeRoutes routes) {
    this.tail = tail;
    this.reader = reader;
    this.past = past;
    this.routes = routes;
  }

  /// Returns at once: without Kafka the service serves everything else.
  ///
  /// @param tokenWait how long the log may take to reach a token
  public static Changes start(
      ChangesSettings settings,
      Brokers brokers,
      int shards,
      Tokens tokens,
      Duration tokenWait,
      JsonMapper json,
      ChangesMeters meters) {
    var consumers = new LogConsumers(brokers);
    var text = new ChangeText(json);
    var tail = new Tail(text, settings.memoryBytesMax());
    meters.watch(tail);
    var past = new Past(consumers, text, settings.catchUpsMax(), settings.catchUpWait());
    var routes = new ChangeRoutes(tail, past, text, settings, tokens, shards, tokenWait, meters);
    return new Changes(tail, TailReader.start(tail, consumers, everything(shards)), past, routes);
  }

  public List<Route> routes() {
    return routes.routes();
  }

  public Health.State health() {
    Health.State state = reader.health();
    return new Health.State(state.level(), state.detail() + "; " + tail.describe());
  }

  @Override
  public void close() {
    past.close();
    reader.close();
  }

  private static Scope everything(int shards) {
    return new Scope(
        Set.of(EventTopic.values()),
        IntStream.range(0, shards).boxed().collect(Collectors.toUnmodifiableSet()));
  }
}
