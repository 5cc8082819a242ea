package dev.tidemark.bench.rebuild;

import dev.tidemark.bench.harness.HttpConnection;
import dev.tidemark.bench.harness.Turn;
import dev.tidemark.bench.harness.Way;
import dev.tidemark.events.EventTopic;
import dev.tidemark.localstack.PostgresServer;
import dev.tidemark.views.cache.CacheKeys;
import dev.tidemark.views.cache.Watermark;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import java.io.IOException;
import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import tools.jackson.databind.json.JsonMapper;

/// Rebuilds that an operator asks for, one after the other, each given up once it is where it was
/// wanted. It is looked from outside how far one is. Nothing new is decided meanwhile.
final class Rebuilding implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final Duration LOOK_EVERY = Duration.ofMillis(5);

  private final URI projection;
  private final long events;
  private final int places;
  private final Connection rows;
  private final RedisClient client;
  private final StatefulRedisConnection<String, String> cache;

  /// @param projection where operators ask
  /// @param events in the log
  Rebuilding(URI projection, PostgresServer postgres, String redisUrl, int shards, long events)
      throws SQLException {
    this.projection = projection;
    this.events = events;
    this.places = EventTopic.values().length * shards;
    this.rows =
        DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), postgres.password());
    this.client = RedisClient.create(redisUrl);
    this.cache = client.connect();
  }

  /// Until the rows are where those are that serve.
  Way rows() {
    return _ -> turn(this::rowsAreThere);
  }

  /// Until readers would trust the cache as well.
  Way rowsAndCache() {
    return _ -> turn(generation -> rowsAreThere(generation) && cacheIsLive(generation));
  }

  @Override
  public void close() throws SQLException {
    client.close();
    rows.close();
  }

  private interface Look {
    boolean at(int generation) throws SQLException, IOException;
  }

  private Turn turn(Look goal) throws SQLException, IOException {
    int generation = post("/v1/admin/rebuilds");
    // Tables are there when the time begins.
    await("tables", this::hasTables, generation);
    long begun = System.nanoTime();
    await("all that it should hold", goal, generation);
    long took = System.nanoTime() - begun;
    int _ = post("/v1/admin/generations/" + generation + "/cancellation");
    int _ = post("/v1/admin/generations/" + generation + "/pruning");
    await("no table", it -> !hasTables(it), generation);
    await("nothing left", this::isPruned, generation);
    return Turn.of(RebuildCosts.UNIT, events * 1e9 / took);
  }

  private void await(String what, Look look, int generation) throws SQLException, IOException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!look.at(generation)) {
      if (System.nanoTime() - end > 0) {
        throw new IOException(
            "Expected generation %d to have %s within %s".formatted(generation, what, PATIENCE));
      }
      LockSupport.parkNanos(LOOK_EVERY.toNanos());
    }
  }

  private boolean hasTables(int generation) throws SQLException {
    return count(
            "SELECT count(*) FROM pg_tables WHERE schemaname = 'views_g%d' AND tablename = 'positions'"
                .formatted(generation))
        == 1;
  }

  private boolean rowsAreThere(int generation) throws SQLException {
    String there =
        """
        SELECT count(*) FROM views_g1.positions AS serving
        JOIN views_g%d.positions AS built USING (topic, shard)
        WHERE built.position = serving.position
        """
            .formatted(generation);
    return count(there) == places;
  }

  /// Its leases say how far they reach: one is given early as well, for next to nothing.
  private boolean cacheIsLive(int generation) throws SQLException {
    try (var statement = rows.createStatement();
        var served =
            statement.executeQuery("SELECT shard, topic, position FROM views_g1.positions")) {
      while (served.next()) {
        Optional<Watermark> lease =
            Optional.ofNullable(
                    cache.sync().get(new CacheKeys(generation, served.getInt(1)).lease()))
                .flatMap(Watermark::decode);
        var topic = EventTopic.named(served.getString(2));
        if (lease.map(it -> it.nextPosition(topic)).orElse(-1L) < served.getLong(3)) {
          return false;
        }
      }
      return true;
    }
  }

  private boolean isPruned(int generation) throws IOException {
    try (var connection = new HttpConnection(projection)) {
      int status = connection.ask(HttpConnection.get("/v1/admin/generations/" + generation));
      if (status != 200) {
        throw new IOException("Expected a generation, but was " + connection.text());
      }
      return JSON.readTree(connection.body()).required("state").asString().equals("pruned");
    }
  }

  private long count(String sql) throws SQLException {
    try (var statement = rows.createStatement();
        var result = statement.executeQuery(sql)) {
      return result.next() ? result.getLong(1) : 0;
    }
  }

  /// @return the generation that it is about
  private int post(String target) throws IOException {
    try (var connection = new HttpConnection(projection)) {
      int status = connection.ask(HttpConnection.post(target, Map.of(), new byte[0]));
      if (status / 100 != 2) {
        throw new IOException(
            "Expected %s to be done, but was %d %s".formatted(target, status, connection.text()));
      }
      return JSON.readTree(connection.body()).required("generation").asInt();
    }
  }
}
