package dev.tidemark.chaos.faults;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;

/// Which faults come when. The same seed, length and targets give the same.
///
/// Faults come in bursts of one to three that overlap, with calm between. Every kind comes once
/// before one comes again, and so does every target of a kind: however short a run is, its mix is
/// fair.
public record Schedule(List<Planned> faults) {
  public static final Schedule NONE = new Schedule(List.of());

  private static final Duration CALM_BEFORE = Duration.ofSeconds(5);

  /// So much of the run is left to the system at its end, to recover under load.
  private static final Duration CALM_AFTER = Duration.ofSeconds(10);

  private static final int BURST_MAX = 3;
  private static final long APART_MS_MAX = 4_000;
  private static final long CALM_MS_MIN = 1_500;
  private static final long CALM_MS_MAX = 9_000;
  private static final int STRENGTHS = 100;
  private static final int FAULTS_MAX = 100_000;

  public Schedule {
    faults = List.copyOf(faults);
  }

  public static Schedule of(long seed, Duration length, Targets targets) {
    return new Planning(new Random(seed), targets).until(length.minus(CALM_AFTER));
  }

  private static final class Planning {
    private final Random random;
    private final Deck<FaultKind> kinds;
    private final Map<FaultKind, Deck<String>> targets = new EnumMap<>(FaultKind.class);
    private final List<Planned> planned = new ArrayList<>();

    private Planning(Random random, Targets targets) {
      this.random = random;
      this.kinds = new Deck<>(targets.kinds(), random);
      targets.kinds().forEach(kind -> this.targets.put(kind, new Deck<>(targets.of(kind), random)));
    }

    private Schedule until(Duration end) {
      var at = CALM_BEFORE;
      while (at.compareTo(end) < 0 && planned.size() < FAULTS_MAX) {
        at = burst(at).plusMillis(random.nextLong(CALM_MS_MIN, CALM_MS_MAX));
      }
      return new Schedule(
          planned.stream().filter(fault -> fault.until().compareTo(end) <= 0).toList());
    }

    /// @return when the last of them is undone
    private Duration burst(Duration from) {
      int size = 1 + random.nextInt(BURST_MAX);
      Set<String> claimed = new HashSet<>();
      var at = from;
      var last = from;
      for (int i = 1; i <= size; i++) {
        var fault = next(at);
        if (claimed.add(fault.claim())) {
          planned.add(fault);
          last = last.compareTo(fault.until()) < 0 ? fault.until() : last;
        }
        at = at.plusMillis(random.nextLong(APART_MS_MAX));
      }
      return last;
    }

    private Planned next(Duration at) {
      var kind = kinds.deal();
      var target = Objects.requireNonNull(targets.get(kind));
      long min = kind.min().toMillis();
      return new Planned(
          planned.size() + 1,
          kind,
          target.deal(),
          at,
          Duration.ofMillis(random.nextLong(min, kind.max().toMillis() + 1)),
          random.nextInt(STRENGTHS));
    }
  }
}
