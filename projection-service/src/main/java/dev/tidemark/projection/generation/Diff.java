package dev.tidemark.projection.generation;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// The comparison of a generation with the one that served when it was begun.
///
/// @param seenAt when it was last known to go on; later than the end it is not
/// @param views rows, view by view, and what the database keeps beside them
/// @param caches of both generations, each compared with its own rows
/// @param trouble why it failed; empty if it did not
public record Diff(
    int generation,
    int against,
    State state,
    Instant begunAt,
    Instant seenAt,
    List<ViewDiff> views,
    List<ViewDiff> caches,
    String trouble) {
  public enum State {
    RUNNING,
    DONE,
    FAILED
  }

  public Diff {
    views = List.copyOf(views);
    caches = List.copyOf(caches);
  }

  public static Diff begun(int generation, int against, Instant now) {
    return new Diff(generation, against, State.RUNNING, now, now, List.of(), List.of(), "");
  }

  public Diff become(State next, Instant now, String newTrouble) {
    return new Diff(generation, against, next, begunAt, now, views, caches, newTrouble);
  }

  /// The same, known to go on.
  public Diff seen(Instant now) {
    return new Diff(generation, against, state, begunAt, now, views, caches, trouble);
  }

  /// With one more view compared, or another part of one.
  public Diff with(ViewDiff view, Instant now) {
    return new Diff(generation, against, state, begunAt, now, added(views, view), caches, trouble);
  }

  /// With one more cache compared, or another part of one.
  public Diff withCache(ViewDiff cache, Instant now) {
    return new Diff(generation, against, state, begunAt, now, views, added(caches, cache), trouble);
  }

  public long differing() {
    return views.stream().mapToLong(ViewDiff::differing).sum()
        + caches.stream().mapToLong(ViewDiff::differing).sum();
  }

  public long undecided() {
    return views.stream().mapToLong(ViewDiff::undecided).sum()
        + caches.stream().mapToLong(ViewDiff::undecided).sum();
  }

  private static List<ViewDiff> added(List<ViewDiff> known, ViewDiff part) {
    var all = new ArrayList<>(known);
    for (int i = 0; i < all.size(); i++) {
      if (all.get(i).view().equals(part.view())) {
        all.set(i, all.get(i).plus(part));
        return all;
      }
    }
    all.add(part);
    return all;
  }
}
