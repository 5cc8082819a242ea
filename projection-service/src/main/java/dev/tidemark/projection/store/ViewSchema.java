package dev.tidemark.projection.store;

import dev.tidemark.projection.store.StoreException.Unavailable;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.internal.exception.sqlExceptions.FlywaySqlUnableToConnectToDbException;

/// The tables of one generation of views, brought to the version that this code knows.
public final class ViewSchema {
  private static final String MIGRATIONS = "classpath:dev/tidemark/projection/store/migrations";

  private ViewSchema() {}

  /// Creates the schema, or applies what is new. Safe to be run by several instances at once.
  ///
  /// @throws Unavailable if PostgreSQL cannot be reached: trying again may help
  /// @throws IllegalStateException if the schema is not as this code expects it; the message says
  ///   what to do
  public static void migrate(DatabaseSettings settings) {
    try {
      Flyway.configure()
          .dataSource(settings.url(), settings.user(), settings.password())
          .schemas(settings.schema())
          .createSchemas(true)
          .locations(MIGRATIONS)
          .load()
          .migrate();
    } catch (FlywaySqlUnableToConnectToDbException e) {
      throw new Unavailable(e);
    } catch (FlywayException e) {
      throw new IllegalStateException(
          "Expected schema %s of %s to fit this version of the service, but: %s"
              .formatted(settings.schema(), settings.url(), e.getMessage()),
          e);
    }
  }
}
