package dev.tidemark.projection.generation;

import dev.tidemark.projection.generation.Change.Made;
import dev.tidemark.projection.generation.Change.Refused;
import dev.tidemark.projection.generation.Generation.State;
import dev.tidemark.projection.generation.Generation.Target;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/// All generations there ever were, and what may become of them. Every change is decided here, on
/// the whole line, and written by whoever asked.
public record Lineup(List<Generation> all) {
  /// Each that follows the log costs what serving does.
  public static final int FOLLOWED_MAX = 3;

  /// By number.
  public Lineup {
    all = all.stream().sorted(Comparator.comparingInt(Generation::number)).toList();
  }

  public Generation serving() {
    return all.stream()
        .filter(each -> each.state() == State.SERVING)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("Expected a generation to serve"));
  }

  public Optional<Generation> find(int number) {
    return all.stream().filter(each -> each.number() == number).findFirst();
  }

  public Optional<Generation> built() {
    return all.stream().filter(each -> each.state().isBuilt()).findFirst();
  }

  /// Those that follow the log.
  public List<Generation> followed() {
    return all.stream().filter(each -> each.state().isFollowed()).toList();
  }

  /// Those whose caches are written from the rows of a schema, or will go on to be.
  public List<Generation> writtenFrom(String schema) {
    return all.stream()
        .filter(each -> each.state().isFollowed() || each.state() == State.PAUSED)
        .filter(each -> each.schema().equals(schema))
        .toList();
  }

  /// The one that served before the one that does.
  public Optional<Generation> previous() {
    return all.stream()
        .filter(each -> each.state() == State.STANDBY)
        .max(Comparator.comparing(Generation::changedAt));
  }

  /// Whether another generation stands on the rows of this one.
  public boolean sharesViews(Generation one) {
    return all.stream()
        .anyMatch(each ->
            each.number() != one.number()
                && each.views() == one.views()
                && each.state() != State.PRUNED);
  }

  public Change rebuild(Target target, int throttle, int shards, Instant now) {
    Optional<Generation> under = built();
    if (under.isPresent()) {
      return refused(
          "rebuild-under-way",
          "Expected no rebuild under way, but generation %d is %s: cut over to it, or cancel it"
              .formatted(under.get().number(), name(under.get().state())));
    }
    if (followed().size() >= FOLLOWED_MAX) {
      return refused(
          "too-many-generations",
          "Expected fewer than %d generations that follow the log, but there are %d: prune one"
              .formatted(FOLLOWED_MAX, followed().size()));
    }
    int number = all.getLast().number() + 1;
    int views =
        switch (target) {
          case ALL -> number;
          case CACHE -> serving().views();
        };
    return made(new Generation(number, views, State.BUILDING, throttle, shards, now, now));
  }

  public Change pause(int number, Instant now) {
    return of(
        number, "to be built", State.BUILDING::equals, it -> made(it.become(State.PAUSED, now)));
  }

  /// @param throttle the new one; empty to keep it
  public Change resume(int number, Optional<Integer> throttle, Instant now) {
    return of(
        number,
        "to be paused",
        State.PAUSED::equals,
        it -> made(it.become(State.BUILDING, now).throttled(throttle.orElse(it.throttle()))));
  }

  public Change cancel(int number, Instant now) {
    return of(number, "to be built", State::isBuilt, it -> made(it.become(State.CANCELLED, now)));
  }

  /// Whether it is ready is for the caller to know.
  public Change cutover(int number, Instant now) {
    return of(
        number,
        "to be built or on standby",
        state -> state == State.BUILDING || state == State.STANDBY,
        it ->
            new Made(
                it.become(State.SERVING, now),
                List.of(serving().become(State.STANDBY, now), it.become(State.SERVING, now))));
  }

  public Change prune(int number, Instant now) {
    return of(
        number,
        "neither to serve nor to be built",
        state -> state == State.STANDBY || state == State.CANCELLED || state == State.PRUNING,
        it -> made(it.become(State.PRUNING, now)));
  }

  /// Nothing of it is left in the cache.
  public Change pruned(int number, Instant now) {
    return of(
        number, "to be pruned", State.PRUNING::equals, it -> made(it.become(State.PRUNED, now)));
  }

  private Change of(
      int number, String expected, Predicate<State> fits, Function<Generation, Change> change) {
    Optional<Generation> found = find(number);
    if (found.isEmpty()) {
      return refused(
          "no-such-generation", "Expected a generation %d, but there is none".formatted(number));
    }
    State state = found.get().state();
    return fits.test(state)
        ? change.apply(found.get())
        : refused(
            "wrong-state",
            "Expected generation %d %s, but it is %s".formatted(number, expected, name(state)));
  }

  private static String name(State state) {
    return state.name().toLowerCase(Locale.ROOT);
  }

  private static Change made(Generation changed) {
    return new Made(changed, List.of(changed));
  }

  private static Change refused(String code, String reason) {
    return new Refused(code, reason);
  }
}
