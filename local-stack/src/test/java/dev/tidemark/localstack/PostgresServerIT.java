package dev.tidemark.localstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PostgresServerIT {
  private static final String FOR_LONG = "FROM generate_series(1, 1000000000) i";

  private final DataDirectory directory = DataDirectory.temporary();

  @AfterEach
  void delete() {
    directory.delete();
  }

  @ParameterizedTest
  @EnumSource
  void whatWasCommittedSurvivesAKill(Profile profile) throws Exception {
    try (var postgres = new PostgresServer(directory, profile, Ports.free())) {
      postgres.start();
      execute(postgres, "CREATE TABLE facts AS SELECT 42 AS answer");

      postgres.kill();
      postgres.restart();

      assertThat(ask(postgres, "SELECT answer FROM facts")).isEqualTo("42");
    }
  }

  @Test
  void aKillInTheMiddleOfALongQueryDoesNotKeepItFromStartingAgain() throws Exception {
    try (var postgres = new PostgresServer(directory, Profile.TEST, Ports.free())) {
      postgres.start();
      var client = connect(postgres, postgres.jdbcUrl());
      var query =
          Thread.ofVirtual()
              .start(() ->
                  assertThatThrownBy(
                          () -> client.createStatement().execute("SELECT sum(i) " + FOR_LONG))
                      .isInstanceOf(SQLException.class));
      while (!ask(postgres, "SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%sum(i)%'")
          .equals("2")) {
        Thread.onSpinWait();
      }

      postgres.kill();
      postgres.restart();

      assertThat(ask(postgres, "SELECT 1")).isEqualTo("1");
      query.join();
      client.close();
    }
  }

  @Test
  void aDatabaseOfItsOwnIsMadeOnceAndStartsEmpty() throws Exception {
    try (var postgres = new PostgresServer(directory, Profile.TEST, Ports.free())) {
      postgres.start();
      execute(postgres, "CREATE TABLE facts ()");

      var url = postgres.createDatabase("another");

      assertThat(postgres.createDatabase("another")).isEqualTo(url);
      assertThat(ask(postgres, url, "SELECT count(*) FROM pg_tables WHERE tablename = 'facts'"))
          .isEqualTo("0");
      assertThatThrownBy(() -> postgres.createDatabase("no; DROP"))
          .hasMessageContaining("no; DROP");
    }
  }

  @Test
  @DisabledIfSystemProperty(
      named = "stack",
      matches = "containers",
      disabledReason = "a replica begins with a copy of its primary's files")
  void aReplicaFollowsAndGoesOnAfterAKill() throws Exception {
    var elsewhere = DataDirectory.temporary();
    try (var postgres = new PostgresServer(directory, Profile.TEST, Ports.free());
        var replica = postgres.replica(elsewhere, Ports.free())) {
      postgres.start();
      execute(postgres, "CREATE TABLE facts AS SELECT 1 AS answer");
      replica.start();
      execute(postgres, "UPDATE facts SET answer = 2");
      while (!ask(replica, "SELECT answer FROM facts").equals("2")) {
        Thread.onSpinWait();
      }
      assertThatThrownBy(() -> execute(replica, "UPDATE facts SET answer = 3"))
          .hasMessageContaining("read-only");

      ask(replica, "SELECT pg_wal_replay_pause()");
      while (!ask(replica, "SELECT pg_get_wal_replay_pause_state()").equals("paused")) {
        Thread.onSpinWait();
      }
      execute(postgres, "UPDATE facts SET answer = 4");
      replica.kill();
      replica.restart();

      while (!ask(replica, "SELECT answer FROM facts").equals("4")) {
        Thread.onSpinWait();
      }
    } finally {
      elsewhere.delete();
    }
  }

  @Test
  void textIsSortedTheSameWayOnEveryMachine() throws Exception {
    try (var postgres = new PostgresServer(directory, Profile.TEST, Ports.free())) {
      postgres.start();

      assertThat(
              ask(
                  postgres,
                  "SELECT string_agg(w, ' ' ORDER BY w) FROM unnest('{b,B,a,é}'::text[]) w"))
          .isEqualTo("B a b é");
      assertThat(ask(postgres, "SELECT upper('é')")).isEqualTo("É");
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  @EnabledIfSystemProperty(named = "user.name", matches = "root", disabledReason = "for root only")
  @DisabledIfSystemProperty(
      named = "stack",
      matches = "containers",
      disabledReason = "it runs as whom its image says")
  void asRootWithoutUserNamespacesItRunsAsNobody() throws Exception {
    try (var postgres =
        new PostgresServer(directory, Profile.TEST, Ports.free(), Identity.NOBODY)) {
      postgres.start();

      assertThat(ask(postgres, "SELECT 1")).isEqualTo("1");
      var status = Files.readString(Path.of("/proc", String.valueOf(postgres.pid()), "status"));
      assertThat(status).containsPattern("Uid:\\s65534\\s65534");
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  @EnabledIfSystemProperty(named = "user.name", matches = "root", disabledReason = "for root only")
  @DisabledIfSystemProperty(
      named = "stack",
      matches = "containers",
      disabledReason = "its data is in the container")
  void dataThatNobodyCannotReachIsRefusedWithAdvice() throws Exception {
    var closed = Files.createTempDirectory("closed-");
    var inside = new DataDirectory(closed.resolve("inside"));
    try (var postgres = new PostgresServer(inside, Profile.TEST, Ports.free(), Identity.NOBODY)) {
      assertThatThrownBy(postgres::start).hasMessageContaining("choose a data directory outside");
    } finally {
      new DataDirectory(closed).delete();
    }
  }

  private static void execute(PostgresServer postgres, String sql) throws SQLException {
    try (var connection = connect(postgres, postgres.jdbcUrl());
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String ask(PostgresServer postgres, String sql) throws SQLException {
    return ask(postgres, postgres.jdbcUrl(), sql);
  }

  private static String ask(PostgresServer postgres, String url, String sql) throws SQLException {
    try (var connection = connect(postgres, url);
        var result = connection.createStatement().executeQuery(sql)) {
      result.next();
      return result.getString(1);
    }
  }

  private static Connection connect(PostgresServer postgres, String url) throws SQLException {
    return DriverManager.getConnection(url, postgres.user(), postgres.password());
  }
}
