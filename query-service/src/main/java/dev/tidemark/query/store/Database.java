package dev.tidemark.query.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.tidemark.events.EventTopic;
import dev.tidemark.query.consistency.Positions;
import dev.tidemark.query.consistency.Positions.Partition;
import dev.tidemark.query.consistency.Scope;
import dev.tidemark.query.consistency.Source;
import dev.tidemark.query.store.StoreUnavailableException.Why;
import dev.tidemark.runtime.tracing.Operation;
import dev.tidemark.runtime.tracing.Operation.Kind;
import dev.tidemark.runtime.tracing.Tracing;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// One generation of the views in PostgreSQL. Each read is one read-only snapshot, and bounded in
/// time whatever happens to the server: waiting for its turn, for a connection, and for each
/// answer.
public final class Database implements AutoCloseable {
  private static final String SERVING =
      "SELECT number, views FROM tidemark.generations WHERE state = 'serving'";

  private static final Duration WARM_WITHIN = Duration.ofSeconds(3);
  private static final Duration LOOK_EVERY = Duration.ofMillis(10);

  /// The smallest that the pool accepts.
  private static final long CONNECTION_WAIT_MS_MIN = 250;

  private final Source source;
  private final StoreMeters meters;
  private final Duration timeout;
  private final HikariDataSource pool;
  private final Bulkhead bulkhead;
  private final Operation reading;

  /// Connects when the first read comes: the service starts without its database.
  public Database(StoreSettings settings, Generation generation, StoreMeters meters) {
    this(
        Source.POSTGRES,
        "postgres",
        settings.url(),
        settings.connectionsMax(),
        settings,
        generation,
        meters);
  }

  /// @param name of its pool, for operators
  Database(
      Source source,
      String name,
      String url,
      int connectionsMax,
      StoreSettings settings,
      Generation generation,
      StoreMeters meters) {
    this.source = source;
    this.meters = meters;
    this.timeout = settings.timeout();
    this.pool = new HikariDataSource(pool(name, url, connectionsMax, settings, generation));
    this.bulkhead = new Bulkhead(connectionsMax, settings.turnWait());
    this.reading =
        new Operation(
            Kind.CLIENT,
            "SELECT",
            Map.of(
                "db.system.name",
                "postgresql",
                "db.operation.name",
                "SELECT",
                "db.namespace",
                generation.schema(),
                "tidemark.source",
                source.toString()));
  }

  /// Returns when connections are open, as many as there may be, or after a moment: requests that
  /// come all at once should not wait for them.
  ///
  /// @throws StoreUnavailableException if the views do not answer
  public void warmUp() {
    long deadline = System.nanoTime() + WARM_WITHIN.toNanos();
    int _ = shards();
    while (pool.getHikariPoolMXBean().getTotalConnections() < pool.getMaximumPoolSize()
        && System.nanoTime() < deadline) {
      LockSupport.parkNanos(LOOK_EVERY.toNanos());
    }
  }

  /// What the views hold now.
  public Positions positions(Scope scope) {
    return read(scope, _ -> "").positions();
  }

  /// The generation that serves now, whichever this one is.
  public Generation serving() {
    return read(
            new Scope(Set.of(), Set.of()),
            connection -> {
              try (var statement = connection.prepareStatement(SERVING);
                  ResultSet rows = statement.executeQuery()) {
                if (!rows.next()) {
                  throw new StoreUnavailableException(
                      Why.AWAY, "Expected a generation to serve, but none does");
                }
                return new Generation(rows.getInt(1), rows.getInt(2));
              }
            })
        .rows();
  }

  /// How many shards the views have; 0 before the projection has begun.
  public int shards() {
    return read(
            new Scope(Set.of(), Set.of()),
            connection -> {
              try (var statement = connection.prepareStatement("SELECT max(shard) FROM positions");
                  ResultSet rows = statement.executeQuery()) {
                rows.next();
                int highest = rows.getInt(1);
                return rows.wasNull() ? 0 : highest + 1;
              }
            })
        .rows();
  }

  /// @throws StoreUnavailableException if the database cannot answer in time
  <T> Snapshot<T> read(Scope scope, Query<T> query) {
    long begun = System.nanoTime();
    long deadline = begun + timeout.toNanos();
    try {
      Snapshot<T> snapshot =
          Tracing.within(reading, () -> bulkhead.within(() -> read(scope, query, deadline)));
      meters.read(source, System.nanoTime() - begun);
      return snapshot;
    } catch (StoreUnavailableException e) {
      meters.failed(source, e.why());
      throw e;
    }
  }

  @Override
  public void close() {
    pool.close();
  }

  private <T> Snapshot<T> read(Scope scope, Query<T> query, long deadline) {
    try (Connection connection = pool.getConnection()) {
      limit(connection, deadline);
      T rows = query.run(connection);
      limit(connection, deadline);
      Positions positions = positions(connection, scope);
      limit(connection, deadline);
      connection.commit();
      return new Snapshot<>(rows, positions, source);
    } catch (SQLException e) {
      throw SqlFailures.translate(e);
    }
  }

  /// A server that is paused or cut off answers nothing, not even that a statement took too long:
  /// so the socket has a timeout too, of what is left.
  private static void limit(Connection connection, long deadline) throws SQLException {
    long millis = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
    connection.setNetworkTimeout(Runnable::run, (int) Math.max(1, millis));
  }

  private static Positions positions(Connection connection, Scope scope) throws SQLException {
    var next = new HashMap<Partition, Long>();
    if (scope.topics().isEmpty()) {
      return new Positions(next);
    }
    try (var statement =
        connection.prepareStatement(
            "SELECT topic, shard, position FROM positions WHERE topic = ANY(?) AND shard ="
                + " ANY(?)")) {
      String[] topics = scope.topics().stream().map(EventTopic::topicName).toArray(String[]::new);
      statement.setArray(1, connection.createArrayOf("text", topics));
      statement.setArray(2, connection.createArrayOf("int4", scope.shards().toArray()));
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          var partition = new Partition(EventTopic.named(rows.getString(1)), rows.getInt(2));
          next.put(partition, rows.getLong(3));
        }
      }
    }
    return new Positions(next);
  }

  private HikariConfig pool(
      String name, String url, int connectionsMax, StoreSettings settings, Generation generation) {
    var config = new HikariConfig();
    config.setPoolName(name + " " + generation.schema());
    config.setMetricsTrackerFactory(meters.pool(name));
    config.setJdbcUrl(url);
    config.setUsername(settings.user());
    config.setPassword(settings.password().reveal());
    config.setMaximumPoolSize(connectionsMax);
    config.setInitializationFailTimeout(-1);
    config.setConnectionTimeout(
        Math.max(CONNECTION_WAIT_MS_MIN, settings.timeout().toMillis() / 2));
    config.setValidationTimeout(CONNECTION_WAIT_MS_MIN);
    config.setAutoCommit(false);
    config.setReadOnly(true);
    config.setTransactionIsolation("TRANSACTION_REPEATABLE_READ");
    Map.of(
            "currentSchema", generation.schema(),
            "ApplicationName", "tidemark-query",
            "connectTimeout", "1",
            "loginTimeout", "1",
            "tcpKeepAlive", "true",
            // They may be what a reader asked for.
            "logServerErrorDetail", "false",
            "options", "-c statement_timeout=" + settings.statementTimeout().toMillis())
        .forEach(config::addDataSourceProperty);
    return config;
  }
}
