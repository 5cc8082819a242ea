package dev.tidemark.projection.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.flywaydb.core.api.FlywayException;
import org.junit.jupiter.api.Test;

class MigrationTest {
  @Test
  void aServerThatGoesAwayUnderAMigrationIsNoSchemaThatDoesNotFit() {
    var lost = new SQLException("An I/O error occurred while sending to the backend", "08006");

    assertThat(Migration.away(new FlywayException("Unable to check whether", lost))).contains(lost);
    assertThat(Migration.away(new FlywayException("wrapped", new FlywayException("twice", lost))))
        .contains(lost);
  }

  @Test
  void aSchemaThatDoesNotFitIsNoServerThatIsAway() {
    var refused = new SQLException("relation users already exists", "42P07");

    assertThat(Migration.away(new FlywayException("Migration failed", refused))).isEmpty();
    assertThat(Migration.away(new FlywayException("Checksum mismatch"))).isEmpty();
  }
}
