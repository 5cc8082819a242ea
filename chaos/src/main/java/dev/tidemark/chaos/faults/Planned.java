package dev.tidemark.chaos.faults;

import java.time.Duration;

/// @param number 1, 2, 3 …
/// @param target a process or a link
/// @param at since the run began
/// @param lasts until it is undone
/// @param strength 0 to 99: how late, how far, how often
public record Planned(
    int number, FaultKind kind, String target, Duration at, Duration lasts, int strength) {
  public Duration until() {
    return at.plus(lasts);
  }

  /// What no other fault may be done to at the same time, or undoing one would undo both.
  String claim() {
    return switch (kind) {
      case KILL, PAUSE, LONG_PAUSE, STOP, POSTGRES_RESTART, POSTGRES_CRASH -> target;
      case REDIS_FLUSH, REDIS_FAILOVER, REDIS_FULL -> target;
      case CUT, DELAY, BLACK_HOLE, RESETS -> target;
      case DISK_FULL -> target + " disk";
      case CLOCK_STEP -> target + " clock";
    };
  }
}
