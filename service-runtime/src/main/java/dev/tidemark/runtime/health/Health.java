package dev.tidemark.runtime.health;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What a process says of itself: the phase it is in, and named checks. Thread-safe.
public final class Health {
  private static final Logger LOG = LoggerFactory.getLogger(Health.class);

  /// Looks at one thing the service needs. Must answer within a second, whatever is wrong.
  public interface Check {
    State look();
  }

  /// @param detail for operators, such as `lag 12 records`; no personal data, no secrets
  public record State(Level level, String detail) {
    public static State up(String detail) {
      return new State(Level.UP, detail);
    }

    /// The service works, but worse than it should.
    public static State degraded(String detail) {
      return new State(Level.DEGRADED, detail);
    }

    /// The service cannot do its work.
    public static State down(String detail) {
      return new State(Level.DOWN, detail);
    }
  }

  /// From good to bad.
  public enum Level {
    UP,
    DEGRADED,
    DOWN
  }

  /// The phases of a process, in order.
  public enum Phase {
    STARTING,
    SERVING,
    STOPPING
  }

  /// What all checks say together.
  public record Report(String status, boolean ready, Map<String, State> checks) {}

  private final ConcurrentMap<String, Check> checks = new ConcurrentHashMap<>();
  private volatile Phase phase = Phase.STARTING;
  private volatile boolean started;

  public void register(String name, Check check) {
    if (checks.putIfAbsent(name, check) != null) {
      throw new IllegalStateException("There is already a check named " + name);
    }
  }

  public void become(Phase next, String reason) {
    LOG.info("{} → {}: {}", phase, next, reason);
    phase = next;
    started |= next == Phase.SERVING;
  }

  /// Whether the process has come to serve, even if it does not any more.
  public boolean hasStarted() {
    return started;
  }

  public Report report() {
    var states = new LinkedHashMap<String, State>();
    Level worst = Level.UP;
    for (Map.Entry<String, Check> check : new TreeMap<>(checks).entrySet()) {
      State state = look(check.getKey(), check.getValue());
      states.put(check.getKey(), state);
      worst = state.level().compareTo(worst) > 0 ? state.level() : worst;
    }
    boolean ready = phase == Phase.SERVING && worst != Level.DOWN;
    return new Report(status(worst), ready, states);
  }

  private String status(Level worst) {
    return switch (phase) {
      case STARTING -> "starting";
      case STOPPING -> "stopping";
      case SERVING ->
          switch (worst) {
            case UP -> "ready";
            case DEGRADED -> "degraded";
            case DOWN -> "down";
          };
    };
  }

  /// A check that throws has found something: the thing it looks at is down.
  private State look(String name, Check check) {
    try {
      return check.look();
    } catch (RuntimeException e) {
      LOG.warn("The health check {} failed", name, e);
      return State.down("the check itself failed: " + e.getClass().getSimpleName());
    }
  }
}
