package dev.tidemark.chaos.faults;

import dev.tidemark.chaos.system.ChaosSystem;
import java.time.Duration;
import java.util.Objects;

/// From the plan to the deed.
final class Faults {
  private static final Duration LATE_MIN = Duration.ofMillis(2);
  private static final Duration LATE_A_STEP = Duration.ofMillis(5);
  private static final Duration RESET_EVERY_MIN = Duration.ofMillis(50);
  private static final Duration RESET_A_STEP = Duration.ofMillis(10);

  /// Two minutes at most: the lives of sessions are longer.
  private static final Duration CLOCK_A_STEP = Duration.ofMillis(2_400);

  private Faults() {}

  static Fault of(Planned planned, ChaosSystem system) {
    var target = planned.target();
    int strength = planned.strength();
    return switch (planned.kind()) {
      case KILL -> new Kill(system.process(target));
      case PAUSE, LONG_PAUSE -> new Pause(system.process(target));
      case STOP, POSTGRES_RESTART -> new Stop(system.process(target));
      case CUT -> new Broken(system.link(target).proxy(), new Broken.Way.Cut());
      case BLACK_HOLE -> new Broken(system.link(target).proxy(), new Broken.Way.Silent());
      case DELAY ->
          new Broken(
              system.link(target).proxy(),
              new Broken.Way.Slow(LATE_MIN.plus(LATE_A_STEP.multipliedBy(strength))));
      case RESETS ->
          new Resets(
              system.link(target).proxy(),
              RESET_EVERY_MIN.plus(RESET_A_STEP.multipliedBy(strength)));
      case REDIS_FLUSH -> new RedisFaults.Flushed(system.redis());
      case REDIS_FAILOVER -> new RedisFaults.StaleFailover(system.redis());
      case REDIS_FULL -> new RedisFaults.Full(system.redis(), strength % 2 == 0);
      case POSTGRES_CRASH -> new PostgresCrash(system.postgres());
      case DISK_FULL -> new DiskFull(Objects.requireNonNull(system.extras().disks().get(target)));
      case CLOCK_STEP ->
          new Stepped(
              Objects.requireNonNull(system.extras().clocks()),
              target,
              CLOCK_A_STEP.multipliedBy(strength - 50));
    };
  }
}
