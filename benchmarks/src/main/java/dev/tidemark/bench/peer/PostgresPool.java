package dev.tidemark.bench.peer;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.SQLException;

/// PostgreSQL as every peer speaks to it.
///
/// - Ten connections, HikariCP's default: more than the twice-as-many-as-processors that its makers
///   advise, since these wait for the network of one machine and not for a disk.
/// - `reWriteBatchedInserts`: rows of one batch go out as one statement, as the driver's makers
///   advise.
/// - No auto-commit: one commit a request, when all is written.
public final class PostgresPool {
  private static final int CONNECTIONS = 10;

  private PostgresPool() {}

  /// @param tables statements that make what is missing
  public static HikariDataSource open(PeerSettings settings, String tables) throws SQLException {
    var config = new HikariConfig();
    config.setJdbcUrl(settings.postgresUrl());
    config.setUsername(settings.postgresUser());
    config.setPassword(settings.postgresPassword());
    config.setMaximumPoolSize(CONNECTIONS);
    config.setAutoCommit(false);
    config.addDataSourceProperty("reWriteBatchedInserts", "true");
    var pool = new HikariDataSource(config);
    try (var connection = pool.getConnection();
        var statement = connection.createStatement()) {
      statement.execute(tables);
      connection.commit();
    }
    return pool;
  }
}
