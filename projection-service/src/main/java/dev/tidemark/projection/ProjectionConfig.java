package dev.tidemark.projection;

import dev.tidemark.projection.cache.CacheSettings;
import dev.tidemark.projection.runtime.LogSettings;
import dev.tidemark.projection.store.ControlSchema;
import dev.tidemark.projection.store.DatabaseSettings;
import dev.tidemark.runtime.brokers.Brokers;
import dev.tidemark.runtime.http.HttpSettings;
import dev.tidemark.runtime.settings.ProductionRules;
import dev.tidemark.runtime.settings.Secret;
import dev.tidemark.runtime.settings.Settings;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// All settings of the service.
///
/// @param rebuildBatchEventsMax events applied in one transaction of a generation that was rebuilt
/// @param pruneAfter what is to be pruned is not read or written any more
/// @param redisTimeout of one command
/// @param verifyPerSecond aggregates that the standing verifier looks at
/// @param queryMetrics where query services tell what they measure
record ProjectionConfig(
    HttpSettings http,
    LogSettings log,
    int rebuildBatchEventsMax,
    Duration pruneAfter,
    DatabaseSettings database,
    URI redisUrl,
    Duration redisTimeout,
    CacheSettings cache,
    int verifyPerSecond,
    List<URI> queryMetrics) {
  static final String PREFIX = "PROJECTION_";

  private static final String QUERY_METRICS = "PROJECTION_QUERY_METRICS_URLS";
  private static final Pattern ADDRESS =
      Pattern.compile("https?://[A-Za-z0-9._-]+(:[0-9]{1,5})?(/[A-Za-z0-9._/-]*)?");
  private static final int PORT_MAX = 65_535;
  private static final int QUERY_SERVICES_MAX = 32;

  private static final int MEBIBYTE = 1024 * 1024;

  static ProjectionConfig read(Settings settings) {
    return new ProjectionConfig(
        HttpSettings.read(settings, 8082),
        log(settings),
        settings.integer(
            "PROJECTION_REBUILD_BATCH_EVENTS_MAX",
            10_000,
            1,
            100_000,
            "events applied in one transaction of a generation that was rebuilt"),
        settings.duration(
            "PROJECTION_PRUNE_AFTER",
            Duration.ofSeconds(10),
            Duration.ofSeconds(1),
            Duration.ofDays(1),
            "time for all to hear that a generation is to be pruned; longer than any request"),
        database(settings),
        redisUrl(settings),
        settings.duration(
            "PROJECTION_REDIS_TIMEOUT",
            Duration.ofMillis(500),
            Duration.ofMillis(10),
            Duration.ofSeconds(10),
            "of one command to the cache"),
        cache(settings),
        settings.integer(
            "PROJECTION_VERIFY_PER_SECOND",
            2,
            0,
            1_000,
            "aggregates held against the log each second, on and on; 0 for none"),
        addresses(
            settings,
            settings.text(
                QUERY_METRICS,
                "",
                "/metrics of the query services, as http://host:port/metrics,…; for the console")));
  }

  private static List<URI> addresses(Settings settings, String text) {
    List<String> all = text.isBlank() ? List.of() : List.of(text.split(",", -1));
    boolean fine =
        all.size() <= QUERY_SERVICES_MAX && all.stream().allMatch(ProjectionConfig::isAddress);
    settings.require(
        fine,
        "%s must be at most %d addresses such as http://10.0.0.1:9080/metrics, separated by commas, but was %s"
            .formatted(QUERY_METRICS, QUERY_SERVICES_MAX, text));
    return fine ? all.stream().map(each -> URI.create(each.strip())).toList() : List.of();
  }

  private static boolean isAddress(String text) {
    return ADDRESS.matcher(text.strip()).matches()
        && URI.create(text.strip()).getPort() <= PORT_MAX;
  }

  private static URI redisUrl(Settings settings) {
    URI url =
        settings.uri(
            "REDIS_URL",
            URI.create("redis://127.0.0.1:6379"),
            Set.of("redis", "rediss"),
            "the cache");
    ProductionRules.requireVerifiedRedis(settings, "REDIS_URL", url);
    return url;
  }

  private static LogSettings log(Settings settings) {
    return new LogSettings(
        Brokers.read(settings),
        settings.text(
            "PROJECTION_GROUP",
            "tidemark-projection",
            "consumer group in which instances share the shards"),
        settings.integer(
            "PROJECTION_BATCH_EVENTS_MAX", 2_000, 1, 100_000, "events applied in one transaction"),
        settings.integer(
            "PROJECTION_FETCH_BYTES_MAX",
            2 * MEBIBYTE,
            MEBIBYTE,
            256 * MEBIBYTE,
            "bytes asked of the log at once, for each shard, compressed"));
  }

  private static DatabaseSettings database(Settings settings) {
    String url =
        settings.text(
            "POSTGRES_URL", "jdbc:postgresql://127.0.0.1:5432/tidemark", "JDBC URL of the views");
    ProductionRules.requireVerifiedPostgres(settings, "POSTGRES_URL", url);
    Secret password = settings.requiredSecret("POSTGRES_PASSWORD", 1, "of POSTGRES_USER");
    ProductionRules.requireUnguessable(settings, "POSTGRES_PASSWORD", password);
    return new DatabaseSettings(
        url,
        settings.text("POSTGRES_USER", "tidemark", "who writes the views"),
        password.reveal(),
        ControlSchema.NAME,
        settings.integer(
            "PROJECTION_POSTGRES_CONNECTIONS_MAX",
            16,
            2,
            1_000,
            "connections at once, of each generation; two for each shard are enough"),
        settings.duration(
            "PROJECTION_POSTGRES_CONNECT_TIMEOUT",
            Duration.ofSeconds(2),
            Duration.ofSeconds(1),
            Duration.ofMinutes(1),
            "until there is a connection"),
        settings.duration(
            "PROJECTION_POSTGRES_ANSWER_TIMEOUT",
            Duration.ofSeconds(15),
            Duration.ofSeconds(1),
            Duration.ofMinutes(10),
            "until a statement is answered"));
  }

  private static CacheSettings cache(Settings settings) {
    return new CacheSettings(
        settings.duration(
            "PROJECTION_CACHE_LEASE",
            Duration.ofSeconds(3),
            Duration.ofMillis(100),
            Duration.ofMinutes(1),
            "how long readers trust a cache whose writer is silent; renewed three times as often"),
        timeToLive(settings, "PROJECTION_CACHE_USER_TTL", Duration.ofHours(24), "a user"),
        timeToLive(settings, "PROJECTION_CACHE_SESSION_TTL", Duration.ofHours(2), "a session"),
        timeToLive(settings, "PROJECTION_CACHE_ORDER_TTL", Duration.ofHours(24), "an order"));
  }

  private static Duration timeToLive(
      Settings settings, String name, Duration byDefault, String what) {
    return settings.duration(
        name,
        byDefault,
        Duration.ofSeconds(1),
        Duration.ofDays(365),
        "how long " + what + " stays in the cache after a change");
  }
}
