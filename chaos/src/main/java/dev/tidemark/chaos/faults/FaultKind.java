package dev.tidemark.chaos.faults;

import java.time.Duration;

/// What can be done, to what, and for how long.
public enum FaultKind {
  /// `SIGKILL`, and started again.
  KILL("kill -9", Of.PROCESSES, ms(500), ms(6_000)),
  /// `SIGSTOP` and `SIGCONT`, within what others take for a pause.
  PAUSE("pause", Of.PROCESSES, ms(300), ms(2_000)),
  /// For so long that its sessions with others end.
  LONG_PAUSE("long pause", Of.PROCESSES, ms(5_000), ms(14_000)),
  /// `SIGTERM`, and started again: membership changes twice.
  STOP("stop and start", Of.STOPPABLE, ms(200), ms(12_000)),
  /// Connections end, and no new ones are let through.
  CUT("connections cut", Of.LINKS, ms(1_000), ms(10_000)),
  /// Every piece comes late, both ways.
  DELAY("connections slow", Of.LINKS, ms(3_000), ms(12_000)),
  /// Connections stay, and nothing comes of what is sent.
  BLACK_HOLE("connections silent", Of.LINKS, ms(1_500), ms(12_000)),
  /// Connections end without a word, again and again; new ones are let through.
  RESETS("connections reset", Of.LINKS, ms(500), ms(5_000)),
  /// `FLUSHALL`.
  REDIS_FLUSH("Redis flushed", Of.REDIS, ms(0), ms(0)),
  /// A replica that lacks the last seconds takes over.
  REDIS_FAILOVER("Redis fails over to a stale replica", Of.REDIS, ms(1_000), ms(8_000)),
  /// No room for more.
  REDIS_FULL("Redis full", Of.REDIS, ms(3_000), ms(12_000)),
  /// `SIGINT`: clients are disconnected, what is open is aborted.
  POSTGRES_RESTART("PostgreSQL restarted", Of.POSTGRES, ms(0), ms(4_000)),
  /// `SIGQUIT`: no checkpoint; it recovers when it starts.
  POSTGRES_CRASH("PostgreSQL stopped at once", Of.POSTGRES, ms(0), ms(4_000)),
  /// Of the state store.
  DISK_FULL("disk full", Of.DISKS, ms(2_000), ms(10_000)),
  /// Forwards or backwards, and back again.
  CLOCK_STEP("clock stepped", Of.CLOCKS, ms(4_000), ms(15_000));

  /// What a fault is done to.
  enum Of {
    /// Every process, the servers as well.
    PROCESSES,
    /// Services, and the broker.
    STOPPABLE,
    LINKS,
    REDIS,
    POSTGRES,
    DISKS,
    CLOCKS
  }

  private final String label;
  private final Of of;
  private final Duration min;
  private final Duration max;

  FaultKind(String label, Of of, Duration min, Duration max) {
    this.label = label;
    this.of = of;
    this.min = min;
    this.max = max;
  }

  public String label() {
    return label;
  }

  Of of() {
    return of;
  }

  /// How long it lasts at least; what has to start afterwards comes on top.
  Duration min() {
    return min;
  }

  Duration max() {
    return max;
  }

  private static Duration ms(long ms) {
    return Duration.ofMillis(ms);
  }
}
