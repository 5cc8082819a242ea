package dev.tidemark.projection.generation;

import java.time.Instant;

/// One filling of the views from the log: rows in a schema, values under a prefix of the cache.
///
/// @param number never used again, not even after it is pruned
/// @param views the generation whose rows it has: itself, or, if only the cache is filled anew, the
///   one whose rows served then
/// @param throttle events a second while it is built, by all instances together; 0: as many as can
///   be
/// @param shards how many there were when it was begun
/// @param changedAt when it came into its state
public record Generation(
    int number,
    int views,
    State state,
    int throttle,
    int shards,
    Instant createdAt,
    Instant changedAt) {
  /// What is becoming of a generation.
  ///
  /// | from | by | to |
  /// | --- | --- | --- |
  /// | | rebuild | BUILDING |
  /// | BUILDING | pause | PAUSED |
  /// | PAUSED | resume | BUILDING |
  /// | BUILDING, PAUSED | cancel | CANCELLED |
  /// | BUILDING, STANDBY | cutover | SERVING; the one that served: STANDBY |
  /// | STANDBY, the one that served last | rollback | likewise |
  /// | STANDBY, CANCELLED | prune | PRUNING, and PRUNED when nothing of it is left |
  public enum State {
    BUILDING,
    PAUSED,
    SERVING,
    /// Served before, and still follows the log, so that it may serve again at once.
    STANDBY,
    CANCELLED,
    PRUNING,
    PRUNED;

    /// Whether it follows the log.
    public boolean isFollowed() {
      return switch (this) {
        case BUILDING, SERVING, STANDBY -> true;
        case PAUSED, CANCELLED, PRUNING, PRUNED -> false;
      };
    }

    /// Whether it is being filled for the first time, going on or not.
    public boolean isBuilt() {
      return this == BUILDING || this == PAUSED;
    }
  }

  /// What a rebuild fills anew.
  public enum Target {
    /// Rows from the log, and the cache from those rows.
    ALL,
    /// The cache alone, from the rows that serve.
    CACHE
  }

  public String schema() {
    return schema(views);
  }

  public static String schema(int views) {
    return "views_g" + views;
  }

  public Target target() {
    return views == number ? Target.ALL : Target.CACHE;
  }

  Generation become(State next, Instant now) {
    return new Generation(number, views, next, throttle, shards, createdAt, now);
  }

  Generation throttled(int newThrottle) {
    return new Generation(number, views, state, newThrottle, shards, createdAt, changedAt);
  }
}
