package dev.tidemark.query.store;

import dev.tidemark.runtime.settings.Secret;
import dev.tidemark.runtime.settings.Settings;
import java.time.Duration;

/// @param url as JDBC wants it
/// @param connectionsMax queries at the same time; others wait, within the timeout
/// @param timeout for one read, from waiting for its turn to its last row
public record StoreSettings(
    String url, String user, Secret password, int connectionsMax, Duration timeout) {
  public static StoreSettings read(Settings settings) {
    var read =
        new StoreSettings(
            settings.requiredText("POSTGRES_URL", "jdbc:postgresql://host:port/database"),
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
    settings.require(
        read.url().startsWith("jdbc:postgresql:"), "POSTGRES_URL must begin with jdbc:postgresql:");
    return read;
  }
}
