package dev.tidemark.query;

import dev.tidemark.query.cache.CacheSettings;
import dev.tidemark.query.cache.NearSettings;
import dev.tidemark.query.changes.ChangesSettings;
import dev.tidemark.query.http.SharedCaching;
import dev.tidemark.query.log.LogSettings;
import dev.tidemark.query.store.StoreSettings;
import dev.tidemark.runtime.http.AdminSettings;
import dev.tidemark.runtime.http.HttpSettings;
import dev.tidemark.runtime.settings.Settings;
import java.time.Duration;

/// @param partitions of every event topic: how many shards there are
/// @param tokenWait how long a read may wait for the views to reach its token
public record QuerySettings(
    HttpSettings http,
    AdminSettings admin,
    StoreSettings store,
    CacheSettings cache,
    NearSettings near,
    LogSettings log,
    SharedCaching sharedCaching,
    ChangesSettings changes,
    int partitions,
    Duration tokenWait) {
  private static final int PORT = 18_081;
  private static final int ADMIN_PORT = 18_101;
  private static final int PARTITIONS_MAX = 256;

  static QuerySettings read(Settings settings) {
    HttpSettings http = HttpSettings.read(settings, PORT);
    ChangesSettings changes = ChangesSettings.read(settings);
    settings.require(
        changes.heartbeat().compareTo(http.idleTimeout()) < 0,
        "QUERY_CHANGES_HEARTBEAT must be shorter than HTTP_IDLE_TIMEOUT, but was not");
    var read =
        new QuerySettings(
            http,
            AdminSettings.read(settings, http, ADMIN_PORT),
            StoreSettings.read(settings),
            CacheSettings.read(settings),
            NearSettings.read(settings),
            LogSettings.read(settings),
            SharedCaching.read(settings),
            changes,
            settings.integer(
                "QUERY_PARTITIONS", 4, 1, PARTITIONS_MAX, "partitions of every event topic"),
            settings.duration(
                "QUERY_TOKEN_WAIT",
                Duration.ofSeconds(2),
                Duration.ZERO,
                Duration.ofSeconds(30),
                "time for the views to reach a Consistency-Token"));
    settings.require(
        read.near().lagMax().compareTo(read.cache().ageMax()) <= 0,
        "QUERY_NEAR_LAG_MAX must be at most QUERY_CACHE_AGE_MAX");
    return read;
  }
}
