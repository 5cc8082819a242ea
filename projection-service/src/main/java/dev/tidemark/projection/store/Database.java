package dev.tidemark.projection.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.tidemark.projection.store.StoreException.InDoubt;
import dev.tidemark.projection.store.StoreException.Refused;
import dev.tidemark.projection.store.StoreException.Unavailable;
import dev.tidemark.runtime.tracing.Operation;
import dev.tidemark.runtime.tracing.Operation.Kind;
import dev.tidemark.runtime.tracing.Tracing;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A bounded pool of connections whose unqualified names mean the tables of one schema.
/// Thread-safe.
public final class Database implements AutoCloseable {
  /// SQL states of a statement that will fail as often as it is tried: data exceptions, violated
  /// constraints, exceeded limits.
  private static final Set<String> REFUSALS = Set.of("22", "23", "54");

  /// Named as a database's spans are that are about no single statement.
  private static final Operation TRANSACTION =
      Operation.of(Kind.CLIENT, "postgresql").with("db.system.name", "postgresql");

  /// What is done within one transaction.
  @FunctionalInterface
  interface Work<T extends @Nullable Object> {
    T in(Connection connection) throws SQLException;
  }

  private final HikariDataSource pool;

  private Database(HikariDataSource pool) {
    this.pool = pool;
  }

  /// Opens the pool. PostgreSQL need not be there yet.
  public static Database open(DatabaseSettings settings) {
    var config = new HikariConfig();
    config.setPoolName(settings.schema());
    config.setJdbcUrl(settings.url());
    config.setUsername(settings.user());
    config.setPassword(settings.password());
    config.setMaximumPoolSize(settings.connectionsMax());
    config.setMinimumIdle(1);
    config.setConnectionTimeout(settings.connectTimeout().toMillis());
    config.setInitializationFailTimeout(-1);
    config.setAutoCommit(false);
    config.addDataSourceProperty("currentSchema", settings.schema());
    config.addDataSourceProperty("ApplicationName", "tidemark-projection");
    config.addDataSourceProperty("connectTimeout", settings.connectTimeout().toSeconds());
    // Details of an error are the values of its row: what is personal would be in logs.
    config.addDataSourceProperty("logServerErrorDetail", "false");
    // No answer within this time is an outage. It also ends the wait for a row that a dead writer's
    // session still holds.
    config.addDataSourceProperty("socketTimeout", settings.answerTimeout().toSeconds());
    // The server gives up before: a statement that nobody waits for would go on waiting for its
    // locks, and hold those it has.
    config.addDataSourceProperty(
        "options", "-c statement_timeout=" + settings.statementTimeout().toMillis());
    return new Database(new HikariDataSource(config));
  }

  /// Has the pool measured, under its schema's name: one pool of each at most.
  public Database measuredBy(PoolMeters meters) {
    meters.watch(pool);
    return this;
  }

  /// Runs `work` and commits it, or rolls it back and throws.
  <T extends @Nullable Object> T transact(Work<T> work) {
    return Tracing.within(TRANSACTION, () -> transacted(work));
  }

  private <T extends @Nullable Object> T transacted(Work<T> work) {
    try (Connection connection = connect()) {
      T result = worked(connection, work);
      connection.commit();
      return result;
    } catch (SQLException e) {
      // From the commit, or from what follows it.
      throw new InDoubt(e);
    }
  }

  private Connection connect() {
    try {
      return pool.getConnection();
    } catch (SQLException e) {
      throw new Unavailable(e);
    }
  }

  private static <T extends @Nullable Object> T worked(Connection connection, Work<T> work) {
    try {
      return work.in(connection);
    } catch (SQLException e) {
      rollBack(connection, e);
      throw isRefusal(e) ? new Refused(e) : new Unavailable(e);
    } catch (RuntimeException e) {
      rollBack(connection, e);
      throw e;
    }
  }

  /// Whether the statement will fail as often as it is tried.
  static boolean isRefusal(SQLException e) {
    String state = e.getSQLState();
    return state != null && state.length() == 5 && REFUSALS.contains(state.substring(0, 2));
  }

  private static void rollBack(Connection connection, Exception why) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      why.addSuppressed(e);
    }
  }

  @Override
  public void close() {
    pool.close();
  }
}
