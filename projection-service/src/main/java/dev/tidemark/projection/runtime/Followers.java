package dev.tidemark.projection.runtime;

import dev.tidemark.projection.batch.Positions;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The followers of one shard of one store, which come and go while it is worked on. Thread-safe.
public final class Followers implements Follower {
  private final Map<Integer, Follower> byName = new TreeMap<>();
  private @Nullable Positions stand;
  private boolean closed;

  /// Adds one, unless there is one of this name; it hears where the store stands.
  public synchronized void add(int name, Supplier<Follower> follower) {
    if (!closed && !byName.containsKey(name)) {
      Follower added = follower.get();
      byName.put(name, added);
      if (stand != null) {
        added.standsAt(stand);
      }
    }
  }

  /// Closes it and forgets it, if it is there.
  public void remove(int name) {
    Follower removed;
    synchronized (this) {
      removed = byName.remove(name);
    }
    if (removed != null) {
      removed.close();
    }
  }

  public synchronized Follow following(int name) {
    Follower found = byName.get(name);
    return found == null ? new Follow(false, "not begun") : found.following();
  }

  @Override
  public synchronized void applied(Instant oldest) {
    byName.values().forEach(each -> each.applied(oldest));
  }

  @Override
  public synchronized void standsAt(Positions positions) {
    stand = positions;
    byName.values().forEach(each -> each.standsAt(positions));
  }

  @Override
  public synchronized void lost() {
    stand = null;
    byName.values().forEach(Follower::lost);
  }

  /// All of them.
  @Override
  public synchronized Follow following() {
    var details = new StringBuilder();
    boolean upToDate = true;
    for (var each : byName.entrySet()) {
      Follow follow = each.getValue().following();
      upToDate &= follow.upToDate();
      details.append(details.isEmpty() ? "" : ", ");
      details.append("g").append(each.getKey()).append(' ').append(follow.detail());
    }
    return new Follow(upToDate, details.toString());
  }

  @Override
  public void close() {
    Map<Integer, Follower> closing;
    synchronized (this) {
      closed = true;
      closing = new TreeMap<>(byName);
      byName.clear();
    }
    closing.values().forEach(Follower::close);
  }
}
