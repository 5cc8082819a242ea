package dev.tidemark.runtime.http;

import dev.tidemark.runtime.settings.Settings;
import java.time.Duration;

/// Where operators and their tools ask a service, apart from its clients.
///
/// @param port 0 takes any free one
public record AdminSettings(String host, int port) {
  private static final int REQUESTS_MAX = 16;
  private static final int CONNECTIONS_MAX = 64;
  private static final Duration IDLE_TIMEOUT = Duration.ofSeconds(60);
  private static final Duration BODY_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(1);

  /// Reads the settings `HTTP_ADMIN_*`.
  ///
  /// @param http of the same process: what ends TLS for clients does so for operators
  public static AdminSettings read(Settings settings, HttpSettings http, int portByDefault) {
    String host =
        settings.text("HTTP_ADMIN_HOST", "127.0.0.1", "address to listen on for operators");
    HttpSettings.requireThatNobodyListensIn(
        settings, "HTTP_ADMIN_HOST", host, http.tlsEndsInFront());
    return new AdminSettings(
        host,
        settings.port(
            "HTTP_ADMIN_PORT",
            portByDefault,
            "port of /metrics and /health for operators; 0 takes a free one"));
  }

  /// How long a stop may wait for operators.
  public Duration stopWaits() {
    return STOP_TIMEOUT;
  }

  HttpSettings http() {
    return new HttpSettings(
        host,
        port,
        REQUESTS_MAX,
        CONNECTIONS_MAX,
        IDLE_TIMEOUT,
        BODY_TIMEOUT,
        Duration.ZERO,
        STOP_TIMEOUT,
        false);
  }
}
