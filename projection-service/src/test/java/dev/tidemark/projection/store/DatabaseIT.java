package dev.tidemark.projection.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.localstack.LocalStack;
import dev.tidemark.projection.given.Views;
import dev.tidemark.projection.store.StoreException.Unavailable;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class DatabaseIT {
  @Test
  void theServerGivesAStatementUpBeforeNobodyWaitsForItAnyMore() {
    DatabaseSettings usual = Views.settings(LocalStack.shared(), "views_database_it");
    var impatient =
        new DatabaseSettings(
            usual.url(),
            usual.user(),
            usual.password(),
            usual.schema(),
            2,
            usual.connectTimeout(),
            Duration.ofSeconds(2));
    try (var database = Database.open(impatient)) {
      assertThatThrownBy(() ->
              database.transact(connection -> {
                try (var statement = connection.createStatement()) {
                  return statement.execute("SELECT pg_sleep(60)");
                }
              }))
          .isInstanceOf(Unavailable.class)
          .cause()
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("57014"));
    }
  }
}
