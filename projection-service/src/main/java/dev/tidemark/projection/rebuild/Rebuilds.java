package dev.tidemark.projection.rebuild;

import dev.tidemark.projection.batch.Positions;
import dev.tidemark.projection.generation.Change;
import dev.tidemark.projection.generation.Change.Refused;
import dev.tidemark.projection.generation.Diff;
import dev.tidemark.projection.generation.Generation;
import dev.tidemark.projection.generation.Generation.State;
import dev.tidemark.projection.generation.Generation.Target;
import dev.tidemark.projection.generation.Lineup;
import dev.tidemark.projection.store.Diffs;
import dev.tidemark.projection.store.Generations;
import dev.tidemark.projection.store.LastRepair;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What operators may do with generations. Any instance may be asked: what is to be done stands in
/// the table of generations, and each instance does its part. Thread-safe.
///
/// Docs: decision 16.
public final class Rebuilds {
  private static final Logger LOG = LoggerFactory.getLogger(Rebuilds.class);
  private static final Duration READY_WITHIN = Duration.ofSeconds(10);
  private static final Duration LOOK_EVERY = Duration.ofMillis(50);

  private final Generations generations;
  private final Diffs diffs;
  private final LastRepair repaired;
  private final Progress progress;
  private final Comparisons comparisons;
  private final InstantSource clock;

  public Rebuilds(
      Generations generations,
      Diffs diffs,
      LastRepair repaired,
      Progress progress,
      Comparisons comparisons,
      InstantSource clock) {
    this.generations = generations;
    this.diffs = diffs;
    this.repaired = repaired;
    this.progress = progress;
    this.comparisons = comparisons;
    this.clock = clock;
  }

  public Lineup lineup() {
    return generations.lineup();
  }

  public Standing standing(Lineup lineup, Generation generation) {
    return progress.of(lineup, generation);
  }

  /// @param throttle events a second, by all instances together; 0: as many as can be
  public Change begin(Target target, int throttle) {
    int shards = progress.goal(lineup()).size();
    return change(lineup -> lineup.rebuild(target, throttle, shards, clock.instant()));
  }

  public Change pause(int number) {
    return change(lineup -> lineup.pause(number, clock.instant()));
  }

  /// @param throttle the new one; empty to keep it
  public Change resume(int number, Optional<Integer> throttle) {
    return change(lineup -> lineup.resume(number, throttle, clock.instant()));
  }

  public Change cancel(int number) {
    return change(lineup -> lineup.cancel(number, clock.instant()));
  }

  public Change prune(int number) {
    Lineup known = lineup();
    return (isCompared(known, number)
            ? refused(
                "diff-under-way",
                "Expected no comparison that reads generation %d under way, but there is one: wait"
                    .formatted(number))
            : none())
        .orElseGet(() -> change(lineup -> lineup.prune(number, clock.instant())));
  }

  private boolean isCompared(Lineup lineup, int number) {
    return lineup.all().stream()
        .filter(each -> each.state() != State.PRUNED)
        .flatMap(each -> diff(each.number()).stream())
        .anyMatch(diff ->
            diff.state() == Diff.State.RUNNING
                && (diff.generation() == number || diff.against() == number));
  }

  /// Begins to compare a generation with the one that serves.
  public Change compare(int number) {
    Lineup lineup = lineup();
    return lineup
        .find(number)
        .map(generation -> comparisons.begin(lineup, generation))
        .orElseGet(() -> absent(number));
  }

  /// The last comparison.
  public Optional<Diff> diff(int number) {
    return diffs.last(number, clock.instant());
  }

  /// Lets another generation serve, once it is where the one is that serves, and its cache is live.
  ///
  /// @param force without a comparison, or in spite of it, and however far it is
  public Change cutover(int number, boolean force) {
    Lineup lineup = lineup();
    Optional<Generation> found = lineup.find(number);
    if (found.isEmpty()) {
      return absent(number);
    }
    boolean waits = !force && fits(found.get());
    return (waits ? unproved(lineup, found.get()).or(() -> notReady(lineup, found.get())) : none())
        .orElseGet(() -> flip(lineup.serving().number(), number));
  }

  /// Lets the generation serve again that did before.
  ///
  /// @param force however far it is, and although rows of the one that serves were repaired
  public Change rollback(boolean force) {
    Lineup lineup = lineup();
    Optional<Generation> previous = lineup.previous();
    if (previous.isEmpty()) {
      return new Refused(
          "nothing-to-roll-back-to",
          "Expected a generation on standby that served before, but there is none");
    }
    Generation to = previous.get();
    return (force
            ? none()
            : repaired(lineup, to, lineup.serving().changedAt()).or(() -> notReady(lineup, to)))
        .orElseGet(() -> flip(lineup.serving().number(), to.number()));
  }

  /// @param from the generation that served when all was checked
  private Change flip(int from, int to) {
    return change(lineup ->
        lineup.serving().number() == from
            ? lineup.cutover(to, clock.instant())
            : new Refused(
                "overtaken",
                "Expected generation %d to serve, but it does not any more".formatted(from)));
  }

  private static boolean fits(Generation generation) {
    return generation.state() == State.BUILDING || generation.state() == State.STANDBY;
  }

  private Optional<Change> unproved(Lineup lineup, Generation generation) {
    int number = generation.number();
    int serving = lineup.serving().number();
    Optional<Diff> diff = diff(number);
    if (diff.isEmpty()
        || diff.get().state() != Diff.State.DONE
        || diff.get().against() != serving) {
      return refused(
          "not-compared",
          ("Expected generation %d to have been compared with generation %d, which serves, but it"
                  + " was not: make a diff first, or force it")
              .formatted(number, serving));
    }
    long differing = diff.get().differing();
    long undecided = diff.get().undecided();
    return differing == 0 && undecided == 0
        ? repaired(lineup, generation, diff.get().begunAt())
        : refused(
            "differs",
            ("Expected generation %d to be as generation %d, but %d rows differ and %d kept moving:"
                    + " look at the diff, and force it if that is wanted")
                .formatted(number, serving, differing, undecided));
  }

  /// A repair changes the rows that serve, and no others.
  private Optional<Change> repaired(Lineup lineup, Generation generation, Instant since) {
    Generation serving = lineup.serving();
    if (generation.views() == serving.views()
        || repaired.of(serving.schema()).filter(at -> !at.isBefore(since)).isEmpty()) {
      return none();
    }
    return refused(
        "repaired-since",
        ("Expected no rows of generation %d, which serves, to have been repaired since %s, but some"
                + " were, and those of generation %d were not: make a diff of it again and cut over"
                + " to it, or force it")
            .formatted(serving.number(), since, generation.number()));
  }

  private Optional<Change> notReady(Lineup lineup, Generation generation) {
    Map<Integer, Positions> goal = progress.goal(lineup);
    long deadline = System.nanoTime() + READY_WITHIN.toNanos();
    Standing standing = progress.of(generation, goal);
    while (standing.behind() > 0 || standing.liveCaches() < standing.shards()) {
      if (System.nanoTime() > deadline || Thread.currentThread().isInterrupted()) {
        return refused(
            "not-ready",
            ("Expected generation %d to be where the one is that serves, and its cache to be live,"
                 + " but it is %d places behind, and %d of %d shards are live: wait, or force it")
                .formatted(
                    generation.number(),
                    standing.behind(),
                    standing.liveCaches(),
                    standing.shards()));
      }
      LockSupport.parkNanos(LOOK_EVERY.toNanos());
      standing = progress.of(generation, goal);
    }
    return none();
  }

  private Change change(Function<Lineup, Change> decide) {
    Change change = generations.change(decide);
    if (change instanceof Change.Made(var of, _)) {
      LOG.info("Generation {} is {}", of.number(), of.state());
    }
    return change;
  }

  private static Change absent(int number) {
    return new Refused(
        "no-such-generation", "Expected a generation %d, but there is none".formatted(number));
  }

  private static Optional<Change> none() {
    return Optional.empty();
  }

  private static Optional<Change> refused(String code, String reason) {
    return Optional.of(new Refused(code, reason));
  }
}
