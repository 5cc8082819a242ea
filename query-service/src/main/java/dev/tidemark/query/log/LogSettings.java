package dev.tidemark.query.log;

import dev.tidemark.runtime.brokers.Brokers;
import dev.tidemark.runtime.settings.Settings;
import java.time.Duration;

/// @param timeout for Kafka to tell where the log ends
public record LogSettings(Brokers brokers, Duration timeout) {
  public static LogSettings read(Settings settings) {
    return new LogSettings(
        Brokers.read(settings),
        settings.duration(
            "QUERY_LOG_TIMEOUT",
            Duration.ofSeconds(1),
            Duration.ofMillis(50),
            Duration.ofSeconds(10),
            "for Kafka to tell where the log ends"));
  }
}
