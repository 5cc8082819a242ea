package dev.tidemark.command.simulation;

import dev.tidemark.command.store.MemoryStateStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/// Three machines, brokers, clients and a time of their own: one run, from one seed.
///
/// There are no threads. Whoever waits for the brokers lets others take their turns meanwhile, in
/// the very same call: so two turns overlap only if one lies within the other. Fencing makes this
/// enough: of two turns that cross, the earlier opened one gets nothing done from there on.
final class World {
  private static final int MACHINES = 3;
  private static final int STEPS = 400;
  private static final int NESTED_MAX = 4;
  private static final int SETTLING_TURNS_MAX = 200;
  private static final int ASKED_TOGETHER = 16;
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /// Clocks differ by less than twice this.
  private static final int AHEAD_MS_MAX = 1_000;

  /// Longer than whoever waits, and than what clocks differ by.
  private static final Duration WINDOW_MIN = Duration.ofSeconds(10);

  private static final Duration WINDOW_LONG = Duration.ofDays(7);

  /// A machine outlives the instances that run on it, and so does its disk.
  private static final class Machine {
    private final Disk disk;
    private @Nullable Instance instance;

    Machine(Disk disk) {
      this.disk = disk;
    }
  }

  private final SplittableRandom random;
  private final Mistake mistake;
  private final SimulatedClock clock = new SimulatedClock();
  private final Duration keyWindow;
  private final Truth truth;
  private final SimulatedLog log;
  private final Clients clients;
  private final List<Machine> machines = new ArrayList<>();
  private Faults faults;
  private Machine assigned;
  private int steps;
  private int nested;

  World(long seed, Mistake mistake) {
    this.random = new SplittableRandom(seed);
    this.mistake = mistake;
    this.keyWindow =
        random.nextBoolean() ? WINDOW_LONG : WINDOW_MIN.plusSeconds(random.nextInt(30));
    this.truth = new Truth(keyWindow);
    this.clients = new Clients(random, clock, truth);
    this.log = new SimulatedLog(clock, truth);
    this.faults = Faults.of(random);
    for (int i = 0; i < MACHINES; i++) {
      machines.add(new Machine(mistake.disk(this)));
    }
    this.assigned = machines.getFirst();
  }

  /// @throws Violation if a promise was broken
  Truth run() {
    while (steps < STEPS) {
      step();
    }
    settle();
    return truth;
  }

  Mistake mistake() {
    return mistake;
  }

  Faults faults() {
    return faults;
  }

  /// For how long keys are remembered.
  Duration keyWindow() {
    return keyWindow;
  }

  boolean chance(double probability) {
    return probability > 0 && random.nextDouble() < probability;
  }

  int below(int bound) {
    return random.nextInt(bound);
  }

  /// What happens while `waiting` waits.
  void elsewhere(Instance waiting) {
    if (chance(0.3)) {
      clock.advance(Duration.ofMillis(1));
      log.drift(random);
    }
    if (nested < NESTED_MAX && chance(faults.paused())) {
      nested++;
      for (int left = 1 + below(chance(0.2) ? 40 : 6); left > 0 && steps < STEPS; left--) {
        step();
      }
      nested--;
    }
    if (chance(faults.crashed())) {
      machines.stream().filter(machine -> machine.instance == waiting).forEach(this::kill);
    }
  }

  private void step() {
    steps++;
    switch (below(40)) {
      case 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 -> send(clients.next());
      case 12, 13, 14, 15 -> clock.advance(Duration.ofMillis(1 + below(400)));
      case 16, 17, 18 -> log.drift(random);
      case 19 -> clock.advance(Duration.ofSeconds(1 + below(chance(0.3) ? 90 : 10)));
      case 20 -> assigned = any();
      case 21, 22 -> mayFail(any());
      case 23 -> mayEnd(any());
      case 24, 25, 26, 27 -> hear(any());
      default -> turn(any());
    }
    if (assigned.instance == null) {
      start(assigned).assign(chance(0.8));
    }
  }

  /// Assignments and openings come to an instance late, or not before they are another's again.
  private void hear(Machine machine) {
    Instance instance = machine.instance;
    if (instance != null) {
      instance.assign(machine == assigned);
      instance.hear(truth.term());
    } else if (chance(0.3)) {
      start(machine);
    }
  }

  private Machine any() {
    return chance(0.6) ? assigned : machines.get(below(MACHINES));
  }

  private Instance start(Machine machine) {
    Duration ahead = Duration.ofMillis(below(2 * AHEAD_MS_MAX) - AHEAD_MS_MAX);
    var instance = new Instance(this, log, machine.disk, truth, clock, ahead);
    machine.instance = instance;
    return instance;
  }

  private void send(Wish wish) {
    Instance instance = any().instance;
    if (instance != null) {
      instance.offer(ask(wish));
    }
  }

  private void turn(Machine machine) {
    Instance instance = machine.instance;
    if (instance != null && instance.isReady()) {
      instance.turn();
      if (instance.isOver() && machine.instance == instance) {
        machine.instance = null;
      }
    }
  }

  private void mayFail(Machine machine) {
    Instance instance = machine.instance;
    if (instance != null && chance(4 * faults.crashed())) {
      kill(machine);
    } else if (instance != null && chance(faults.paused())) {
      instance.rest(Duration.ofMillis(below(20_000)));
    } else if (instance == null && chance(0.2)) {
      machine.disk.wipe(SimulatedLog.SHARD);
    }
  }

  private void kill(Machine machine) {
    if (machine.instance != null) {
      machine.instance.kill();
      machine.instance = null;
      machine.disk.crash();
    }
  }

  private void mayEnd(Machine machine) {
    Instance instance = machine.instance;
    if (instance != null && chance(0.5)) {
      instance.end();
    }
  }

  /// Nothing fails any more: one instance must serve, and give every client a truthful answer.
  private void settle() {
    faults = Faults.NONE;
    machines.forEach(this::kill);
    serve(assigned);
    machines.forEach(this::kill);
    assigned.disk.wipe(SimulatedLog.SHARD);
    serve(assigned);
    MemoryStateStore fresh = assigned.disk.live();
    Truth.check(
        fresh != null && fresh.content().equals(truth.model().content()),
        "A store made from the log differs from it");
  }

  private void serve(Machine machine) {
    Instance instance = start(machine);
    instance.assign(true);
    int turns = 0;
    while (!instance.serves()) {
      Truth.check(turns++ < SETTLING_TURNS_MAX, "Nothing fails, but the shard does not serve");
      drifting(instance);
    }
    List<Wish> wishes = clients.wishes();
    for (int from = 0; from < wishes.size(); from += ASKED_TOGETHER) {
      int to = Math.min(wishes.size(), from + ASKED_TOGETHER);
      instance.mustAnswer(wishes.subList(from, to).stream().map(this::ask).toList());
    }
  }

  private Ask ask(Wish wish) {
    return new Ask(clients.request(wish, PATIENCE), wish.customer(), truth.size());
  }

  private void drifting(Instance instance) {
    clock.advance(Duration.ofSeconds(2));
    log.drift(random);
    instance.turn();
  }
}
