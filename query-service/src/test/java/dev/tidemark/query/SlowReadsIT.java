package dev.tidemark.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.localstack.LocalStack;
import dev.tidemark.localstack.PostgresServer;
import dev.tidemark.query.RunningQueries.Got;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Searches that PostgreSQL works on for too long: here it waits for a lock.
class SlowReadsIT {
  private static final String SEARCH = "/v1/orders?country=France";
  private static final int SEARCHES = 24;

  private static PostgresServer postgres;
  private static String url;
  private static Tables tables;
  private static RunningQueries queries;

  @BeforeAll
  static void start() throws Exception {
    postgres = LocalStack.shared().postgres();
    url = postgres.createDatabase("slow_reads");
    tables = Tables.create(postgres, url, "views_g1");
    queries =
        new RunningQueries(
            postgres,
            url,
            RunningQueries.redisOfNobody(),
            Map.of("QUERY_POSTGRES_CONNECTIONS_MAX", "4"));
  }

  @AfterAll
  static void stop() throws Exception {
    queries.close();
    tables.close();
  }

  @Test
  void aSearchThatTakesTooLongIsToldSo() throws Exception {
    try (var _ = ordersLocked()) {
      Got answer = queries.get(SEARCH);
      assertThat(answer.status()).isEqualTo(503);
      assertThat(answer.code()).isEqualTo("unavailable");
      assertThat(answer.header("Retry-After")).isEqualTo("1");
      assertThat(answer.body().get("detail").asString()).contains("took too long");
    }
    assertThat(queries.get(SEARCH).status()).isEqualTo(200);
  }

  @Test
  void manyOfThemLeaveRoomForReadsOfOne() throws Exception {
    try (var _ = ordersLocked();
        var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      var searches = new ArrayList<Future<Got>>();
      for (int i = 0; i < SEARCHES; i++) {
        searches.add(executor.submit(() -> queries.get(SEARCH)));
      }
      Eventually.until(SlowReadsIT::waitingForTheLock, waiting -> waiting == 3);
      assertThat(queries.get("/v1/users/nobody").status()).isEqualTo(404);
      for (Future<Got> search : searches) {
        assertThat(search.get().status()).isEqualTo(503);
      }
    }
  }

  private static Connection ordersLocked() throws SQLException {
    Connection connection = connect();
    connection.setAutoCommit(false);
    try (var statement = connection.createStatement()) {
      statement.execute("LOCK TABLE views_g1.orders IN ACCESS EXCLUSIVE MODE");
    }
    return connection;
  }

  private static long waitingForTheLock() throws SQLException {
    try (var connection = connect();
        var rows =
            connection
                .createStatement()
                .executeQuery("SELECT count(*) FROM pg_locks WHERE NOT granted")) {
      rows.next();
      return rows.getLong(1);
    }
  }

  private static Connection connect() throws SQLException {
    return DriverManager.getConnection(url, postgres.user(), postgres.password());
  }
}
