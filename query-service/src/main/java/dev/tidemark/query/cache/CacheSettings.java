package dev.tidemark.query.cache;

import dev.tidemark.runtime.settings.ProductionRules;
import dev.tidemark.runtime.settings.Settings;
import java.net.URI;
import java.time.Duration;
import java.util.Set;

/// @param timeout for one command; beyond it the database is asked instead
/// @param requestsMax commands that may wait for an answer; beyond it they fail at once
/// @param ageMax how old an answer from the cache may be: the time to live of the projection's
///   lease
/// @param absentTimeToLive of the knowledge that there is no such thing
/// @param turnWait how long to wait for what another instance reads from the database; zero if
///   nobody waits
public record CacheSettings(
    URI url,
    Duration timeout,
    int requestsMax,
    Duration ageMax,
    Lifetime users,
    Lifetime sessions,
    Lifetime orders,
    Duration absentTimeToLive,
    Duration turnWait) {
  private static final Duration TIME_TO_LIVE_MIN = Duration.ofSeconds(1);
  private static final Duration TIME_TO_LIVE_MAX = Duration.ofDays(30);

  public static CacheSettings read(Settings settings) {
    URI url = settings.requiredUri("REDIS_URL", Set.of("redis", "rediss"), "redis://host:port");
    ProductionRules.requireVerifiedRedis(settings, "REDIS_URL", url);
    return new CacheSettings(
        url,
        settings.duration(
            "QUERY_REDIS_TIMEOUT",
            Duration.ofMillis(100),
            Duration.ofMillis(5),
            Duration.ofMillis(400),
            "for one command; beyond it PostgreSQL is asked"),
        settings.integer(
            "QUERY_REDIS_REQUESTS_MAX", 2_000, 1, 100_000, "commands waiting for Redis at once"),
        settings.duration(
            "QUERY_CACHE_AGE_MAX",
            Duration.ofSeconds(3),
            TIME_TO_LIVE_MIN,
            Duration.ofMinutes(1),
            "time to live of the projection's lease: Age of cached answers"),
        lifetime(settings, "USER", Duration.ofHours(1), Duration.ofMinutes(15), "users"),
        lifetime(settings, "SESSION", Duration.ofMinutes(30), Duration.ofMinutes(10), "sessions"),
        lifetime(settings, "ORDER", Duration.ofHours(1), Duration.ofMinutes(15), "orders"),
        timeToLive(settings, "QUERY_CACHE_TTL_ABSENT", Duration.ofSeconds(10), "cached absence"),
        settings.duration(
            "QUERY_CACHE_TURN_WAIT",
            Duration.ofMillis(50),
            Duration.ZERO,
            Duration.ofSeconds(10),
            "for what another instance reads from PostgreSQL; 0ms waits for nobody"));
  }

  private static Lifetime lifetime(
      Settings settings, String kind, Duration timeToLive, Duration refreshBelow, String what) {
    String ttl = "QUERY_CACHE_TTL_" + kind;
    String refresh = "QUERY_CACHE_REFRESH_" + kind;
    var read =
        new Lifetime(
            timeToLive(settings, ttl, timeToLive, "cached " + what),
            settings.duration(
                refresh,
                refreshBelow,
                Duration.ZERO,
                TIME_TO_LIVE_MAX,
                "cached " + what + " read often are read anew when less is left; 0ms: never"));
    settings.require(
        read.refreshBelow().multipliedBy(2).compareTo(read.timeToLive()) <= 0,
        refresh + " must be at most half of " + ttl);
    return read;
  }

  private static Duration timeToLive(
      Settings settings, String name, Duration byDefault, String what) {
    return settings.duration(
        name, byDefault, TIME_TO_LIVE_MIN, TIME_TO_LIVE_MAX, "time to live of " + what);
  }
}
