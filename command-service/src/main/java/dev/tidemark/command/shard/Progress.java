package dev.tidemark.command.shard;

import java.time.Duration;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// How far a shard's state has come in its log. What takes long is logged every few seconds; the
/// newest word can be asked for by any thread.
final class Progress {
  private static final Logger LOG = LoggerFactory.getLogger(Progress.class);

  private static final Duration SAID_EVERY = Duration.ofSeconds(5);
  private static final double MS_PER_S = 1_000;

  private final int shard;
  private final InstantSource clock;
  private long records;
  private long beganMs;
  private long saidMs;
  private volatile String latest = "";
  private volatile long left;

  Progress(int shard, InstantSource clock) {
    this.shard = shard;
    this.clock = clock;
    begin();
  }

  final void begin() {
    records = 0;
    beganMs = clock.millis();
    saidMs = beganMs;
    end();
  }

  /// @param read how many more records were read
  /// @param ahead how many there are still to read, at most: markers of transactions count
  void advance(long read, long ahead) {
    records += read;
    left = ahead;
    long now = clock.millis();
    if (ahead == 0 || now - saidMs < SAID_EVERY.toMillis()) {
      return;
    }
    saidMs = now;
    latest = words(ahead, now - beganMs);
    LOG.info("shard {}: {}", shard, latest);
  }

  final void end() {
    latest = "";
    left = 0;
  }

  /// How many records there are still to read, at most, as far as that is known.
  long left() {
    return left;
  }

  /// Empty if nothing is going on that takes long.
  String latest() {
    return latest;
  }

  private String words(long ahead, long tookMs) {
    double perSecond = records * MS_PER_S / tookMs;
    String when = records == 0 ? "unknown" : "%,.0f s".formatted(ahead / perSecond);
    return "replayed %,d records, %,d left at most (%.0f %%), %,.0f/s, time left %s"
        .formatted(records, ahead, 100.0 * records / (records + ahead), perSecond, when);
  }
}
