package dev.tidemark.query.cache;

import dev.tidemark.runtime.settings.Settings;
import java.time.Duration;

/// @param bytesMax of all values, roughly, as they lie in memory; 0 switches the near cache off
/// @param lagMax how long ago the log must last have been seen to its end; beyond, the near cache
///   is bypassed. No answer from it is older
/// @param timeToLive of a value, however unchanged
public record NearSettings(int bytesMax, Duration lagMax, Duration timeToLive) {
  private static final int BYTES_BY_DEFAULT = 16 << 20;
  private static final int BYTES_MAX = 1 << 30;

  public static NearSettings read(Settings settings) {
    return new NearSettings(
        settings.integer(
            "QUERY_NEAR_BYTES_MAX",
            BYTES_BY_DEFAULT,
            0,
            BYTES_MAX,
            "size of the cache in this process; 0 switches it off"),
        settings.duration(
            "QUERY_NEAR_LAG_MAX",
            Duration.ofSeconds(1),
            Duration.ofMillis(50),
            Duration.ofSeconds(10),
            "age of answers from this process; without Kafka for so long they come from Redis"),
        settings.duration(
            "QUERY_NEAR_TTL",
            Duration.ofMinutes(1),
            Duration.ofSeconds(1),
            Duration.ofHours(1),
            "time to live of values in this process"));
  }
}
