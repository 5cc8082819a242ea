package dev.tidemark.query.changes;

import dev.tidemark.runtime.settings.Settings;
import java.time.Duration;

/// @param streamsMax open at once; beyond, 503
/// @param heartbeat how often a stream without changes shows that it is alive
/// @param waitingMax changes that may wait for one stream's client
/// @param memoryBytesMax of the changes that wait for clients, which all streams share
/// @param catchUpsMax readers of the past at once
/// @param catchUpWait how long a stream may wait for one of them
public record ChangesSettings(
    int streamsMax,
    Duration heartbeat,
    int waitingMax,
    int memoryBytesMax,
    int catchUpsMax,
    Duration catchUpWait) {
  private static final int MEBIBYTE = 1024 * 1024;

  public static ChangesSettings read(Settings settings) {
    return new ChangesSettings(
        settings.integer(
            "QUERY_CHANGES_STREAMS_MAX", 2_000, 1, 100_000, "streams of changes open at once"),
        settings.duration(
            "QUERY_CHANGES_HEARTBEAT",
            Duration.ofSeconds(15),
            Duration.ofMillis(50),
            Duration.ofMinutes(5),
            "how often a quiet stream shows that it is alive"),
        settings.integer(
            "QUERY_CHANGES_WAITING_MAX",
            1_000,
            1,
            100_000,
            "changes that may wait for one stream's client; beyond, it is cut"),
        settings.integer(
            "QUERY_CHANGES_MEMORY_BYTES_MAX",
            32 * MEBIBYTE,
            MEBIBYTE,
            1024 * MEBIBYTE,
            "of changes that wait for clients; who is further behind is cut"),
        settings.integer(
            "QUERY_CHANGES_CATCH_UPS_MAX", 4, 1, 100, "streams that read the past at once"),
        settings.duration(
            "QUERY_CHANGES_CATCH_UP_WAIT",
            Duration.ofSeconds(2),
            Duration.ZERO,
            Duration.ofSeconds(30),
            "time to wait for a turn to read the past; beyond, 503"));
  }
}
