package dev.tidemark.runtime.http;

import java.time.Duration;

/// Server settings for tests: a free port, small limits.
final class Limits {
  static final int CONNECTIONS_MAX = 16;

  private Limits() {}

  static HttpSettings ofOne() {
    return on(0);
  }

  static HttpSettings on(int port) {
    return new HttpSettings(
        "127.0.0.1",
        port,
        1,
        CONNECTIONS_MAX,
        Duration.ofSeconds(10),
        Duration.ofMillis(400),
        Duration.ZERO,
        Duration.ofSeconds(5),
        false);
  }
}
