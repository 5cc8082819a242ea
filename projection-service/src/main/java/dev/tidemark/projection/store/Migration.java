package dev.tidemark.projection.store;

import dev.tidemark.projection.store.StoreException.Unavailable;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Brings a schema to the version that this code knows.
final class Migration {
  private static final Logger LOG = LoggerFactory.getLogger(Migration.class);

  /// SQL states of a server that cannot be reached, has no connection left, or starts or stops.
  private static final List<String> AWAY = List.of("08", "53", "57");

  private Migration() {}

  /// Creates the schema of `settings`, or applies what is new. Safe to be run by several instances
  /// at once.
  ///
  /// @param folder of the migrations, beside this class
  /// @throws Unavailable if PostgreSQL cannot be reached: trying again may help
  /// @throws IllegalStateException if the schema is not as this code expects it; the message says
  ///   what to do
  static void run(DatabaseSettings settings, String folder) {
    requireReachable(settings);
    try {
      Flyway.configure()
          .dataSource(settings.url(), settings.user(), settings.password())
          .schemas(settings.schema())
          .createSchemas(true)
          .locations("classpath:dev/tidemark/projection/store/" + folder)
          .load()
          .migrate();
    } catch (FlywayException e) {
      Optional<SQLException> away = away(e);
      if (away.isPresent()) {
        throw new Unavailable(away.get());
      }
      throw new IllegalStateException(
          "Expected schema %s of %s to fit this version of the service, but: %s"
              .formatted(settings.schema(), settings.url(), e.getMessage()),
          e);
    }
  }

  /// Flyway does not tell a server that is away, or goes away under it, from a schema that does not
  /// fit.
  static Optional<SQLException> away(Throwable failure) {
    for (var cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException e && isAway(e)) {
        return Optional.of(e);
      }
    }
    return Optional.empty();
  }

  private static boolean isAway(SQLException e) {
    String state = String.valueOf(e.getSQLState());
    return AWAY.stream().anyMatch(state::startsWith);
  }

  private static void requireReachable(DatabaseSettings settings) {
    var login = new Properties();
    login.setProperty("user", settings.user());
    login.setProperty("password", settings.password());
    login.setProperty("connectTimeout", String.valueOf(settings.connectTimeout().toSeconds()));
    try (var connection = DriverManager.getConnection(settings.url(), login)) {
      LOG.debug("Reached {}", connection.getMetaData().getDatabaseProductVersion());
    } catch (SQLException e) {
      if (isAway(e)) {
        throw new Unavailable(e);
      }
      throw new IllegalStateException(
          "Expected to log in to %s as %s, but: %s"
              .formatted(settings.url(), settings.user(), e.getMessage()),
          e);
    }
  }
}
