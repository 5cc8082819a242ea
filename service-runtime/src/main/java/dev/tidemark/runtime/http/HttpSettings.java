package dev.tidemark.runtime.http;

import dev.tidemark.runtime.settings.ProductionRules;
import dev.tidemark.runtime.settings.Settings;
import java.time.Duration;

/// @param port 0 takes any free one
/// @param requestsMax handled at the same time; beyond, 503. Health is answered all the same
/// @param connectionsMax at the same time; beyond, 503, and the connection ends
/// @param idleTimeout a connection on which nothing moves is closed after this
/// @param bodyTimeout a body must have arrived by then
/// @param drain how long requests are still taken after a stop was asked for, while readiness says
///   no
/// @param stopTimeout how long requests in flight may take to finish while stopping
/// @param tlsEndsInFront whether what comes in the open has come encrypted up to this host
public record HttpSettings(
    String host,
    int port,
    int requestsMax,
    int connectionsMax,
    Duration idleTimeout,
    Duration bodyTimeout,
    Duration drain,
    Duration stopTimeout,
    boolean tlsEndsInFront) {
  private static final Duration LAST_REQUESTS_MAX = Duration.ofMillis(100);
  private static final Duration LAST_ANSWERS_MAX = Duration.ofSeconds(1);

  /// For the requests of connections that were taken last, which are on their way.
  Duration lastRequests() {
    return LAST_REQUESTS_MAX.compareTo(drain) < 0 ? LAST_REQUESTS_MAX : drain;
  }

  /// For answers to go out once all requests are done, or are to be cut.
  Duration lastAnswers() {
    return LAST_ANSWERS_MAX.compareTo(stopTimeout) < 0 ? LAST_ANSWERS_MAX : stopTimeout;
  }

  /// How long a stop may wait for clients.
  public Duration stopWaits() {
    return drain.plus(lastRequests()).plus(stopTimeout).plus(lastAnswers());
  }

  /// Reads the settings `HTTP_*`, which all services share.
  public static HttpSettings read(Settings settings, int portByDefault) {
    var second = Duration.ofSeconds(1);
    boolean tlsEndsInFront =
        settings.flag(
            "HTTP_TLS_ENDS_IN_FRONT",
            false,
            "TLS ends in a proxy or mesh in front of this process, the only way to it");
    return new HttpSettings(
        host(settings, tlsEndsInFront),
        settings.port("HTTP_PORT", portByDefault, "port to listen on; 0 takes a free one"),
        settings.integer("HTTP_REQUESTS_MAX", 1_000, 1, 100_000, "requests handled at once"),
        settings.integer("HTTP_CONNECTIONS_MAX", 4_000, 16, 1_000_000, "connections at once"),
        settings.duration(
            "HTTP_IDLE_TIMEOUT",
            Duration.ofSeconds(60),
            second,
            Duration.ofHours(1),
            "closes connections on which nothing moves"),
        settings.duration(
            "HTTP_BODY_TIMEOUT",
            Duration.ofSeconds(30),
            second,
            Duration.ofMinutes(10),
            "time for a request's body to arrive"),
        settings.duration(
            "HTTP_DRAIN",
            Duration.ofMillis(500),
            Duration.ZERO,
            Duration.ofMinutes(5),
            "time for load balancers to notice a stop, in which requests are still taken"),
        settings.duration(
            "HTTP_STOP_TIMEOUT",
            Duration.ofSeconds(12),
            Duration.ZERO,
            Duration.ofMinutes(5),
            "time for requests in flight to finish when stopping"),
        tlsEndsInFront);
  }

  private static String host(Settings settings, boolean tlsEndsInFront) {
    String host = settings.text("HTTP_HOST", "127.0.0.1", "address to listen on");
    requireThatNobodyListensIn(settings, "HTTP_HOST", host, tlsEndsInFront);
    return host;
  }

  static void requireThatNobodyListensIn(
      Settings settings, String name, String host, boolean tlsEndsInFront) {
    settings.requireInProduction(
        name,
        tlsEndsInFront || ProductionRules.isLoopback(host),
        "must be an address of this host alone in production, such as 127.0.0.1, since plain HTTP"
            + " is spoken there, or set HTTP_TLS_ENDS_IN_FRONT=true, but was "
            + host);
  }
}
