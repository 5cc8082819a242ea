package dev.tidemark.query.store;

import dev.tidemark.runtime.settings.ProductionRules;
import dev.tidemark.runtime.settings.Secret;
import dev.tidemark.runtime.settings.Settings;
import java.time.Duration;

/// @param url as JDBC wants it
/// @param replicaUrl the same of a replica that is read first; empty if there is none
/// @param replicaLagMax how far behind the primary the replica may be; beyond, it is not read
/// @param connectionsMax queries at the same time on each server; others wait, within the timeout
/// @param timeout for one read, from waiting for its turn to its last row
public record StoreSettings(
    String url,
    String replicaUrl,
    Duration replicaLagMax,
    String user,
    Secret password,
    int connectionsMax,
    Duration timeout) {
  private static final String JDBC = "jdbc:postgresql:";

  public static StoreSettings read(Settings settings) {
    var read =
        new StoreSettings(
            settings.requiredText("POSTGRES_URL", "jdbc:postgresql://host:port/database"),
            settings.text(
                "QUERY_POSTGRES_READ_URL", "", "of a replica, or of several, to be read first"),
            settings.duration(
                "QUERY_POSTGRES_READ_LAG_MAX",
                Duration.ofSeconds(5),
                Duration.ofMillis(100),
                Duration.ofHours(1),
                "how far behind the replica may be: Age of answers from it"),
            settings.requiredText("POSTGRES_USER", "who reads the views"),
            settings.requiredSecret("POSTGRES_PASSWORD", 1, "password of that user"),
            settings.integer(
                "QUERY_POSTGRES_CONNECTIONS_MAX", 8, 1, 200, "queries at the same time"),
            settings.duration(
                "QUERY_POSTGRES_TIMEOUT",
                Duration.ofMillis(1_200),
                Duration.ofMillis(300),
                Duration.ofMillis(1_500),
                "for one read, waiting for its turn included"));
    settings.require(read.url().startsWith(JDBC), "POSTGRES_URL must begin with " + JDBC);
    settings.require(
        read.replicaUrl().isEmpty() || read.replicaUrl().startsWith(JDBC),
        "QUERY_POSTGRES_READ_URL must begin with " + JDBC);
    ProductionRules.requireVerifiedPostgres(settings, "POSTGRES_URL", read.url());
    if (!read.replicaUrl().isEmpty()) {
      ProductionRules.requireVerifiedPostgres(
          settings, "QUERY_POSTGRES_READ_URL", read.replicaUrl());
    }
    ProductionRules.requireUnguessable(settings, "POSTGRES_PASSWORD", read.password());
    return read;
  }

  /// Lists, searches and sums at the same time: three of four connections, or the only one.
  int listsMax() {
    return Math.max(1, connectionsMax * 3 / 4);
  }

  Duration turnWait() {
    return timeout.dividedBy(4);
  }

  /// For one statement: short enough that PostgreSQL itself says so, and keeps the connection, also
  /// to who has waited for a turn first.
  Duration statementTimeout() {
    return timeout.multipliedBy(5).dividedBy(8);
  }
}
