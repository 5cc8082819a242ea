package dev.tidemark.chaos.log;

import dev.tidemark.chaos.history.Resource;
import dev.tidemark.chaos.log.LogRecord.Fact;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// All events of one user, session or order, in the order in which they stand in the log, and what
/// it was after each.
public final class Past {
  private final Resource resource;
  private final String id;
  private final int partition;
  private final List<Fact> facts = new ArrayList<>(2);
  private final List<State> states = new ArrayList<>(2);
  private @Nullable String complaint;

  Past(Fact first) {
    this.resource = first.resource();
    this.id = first.id();
    this.partition = first.partition();
    add(first);
  }

  /// What comes after an event that cannot follow is not folded.
  void add(Fact fact) {
    facts.add(fact);
    if (complaint != null) {
      return;
    }
    try {
      State next = Fold.next(states.isEmpty() ? null : states.getLast(), fact);
      states.add(next);
    } catch (Unlawful | RuntimeException e) {
      complaint = String.valueOf(e.getMessage());
    }
  }

  public Resource resource() {
    return resource;
  }

  public String id() {
    return id;
  }

  /// Where its first event stands.
  public int partition() {
    return partition;
  }

  public List<Fact> facts() {
    return Collections.unmodifiableList(facts);
  }

  /// How many events there are.
  public long versions() {
    return facts.size();
  }

  /// The `version`th event; null if there are not so many.
  public @Nullable Fact fact(long version) {
    return version >= 1 && version <= facts.size() ? facts.get((int) version - 1) : null;
  }

  /// What it was after its first `version` events; null before the first, if there are not so many,
  /// or if one of them cannot follow.
  public @Nullable State state(long version) {
    return version >= 1 && version <= states.size() ? states.get((int) version - 1) : null;
  }

  /// What it is in the end; null if that cannot be told.
  public @Nullable State last() {
    return state(facts.size());
  }

  /// The first event that cannot follow on those before it, for people; null if all can.
  public @Nullable String complaint() {
    return complaint;
  }

  /// How many of the events stand at `offset` or before it.
  public long versionAt(long offset) {
    int low = 0;
    int high = facts.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (facts.get(middle).offset() <= offset) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
