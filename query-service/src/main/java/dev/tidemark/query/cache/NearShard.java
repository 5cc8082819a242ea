package dev.tidemark.query.cache;

import com.github.benmanes.caffeine.cache.Cache;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What the near cache knows of one partition of the log, and the fence around its values.
///
/// All that changes does so under this object's monitor; [#seen] is published last, and readers
/// look at it *before* they look for a value. So a reader who sees that the log was followed up to
/// a position sees no value that an event before it has overtaken.
final class NearShard {
  /// A view, or that there is none.
  ///
  /// @param begun which following of the log it belongs to
  /// @param generation from which it was read: another one may have folded it otherwise
  /// @param version the offset of the last event folded into it
  /// @param provedAt all events of the aggregate before this position are folded into it
  record Entry(
      long begun,
      int generation,
      long version,
      long provedAt,
      @Nullable Shown<?> view,
      int weight) {}

  /// @param begun counts how often the log was followed anew
  /// @param next everything before it has been seen
  /// @param currentAt the log had nothing more to see at this time, by [System#nanoTime()]
  /// @param following whether there is such a time
  record Seen(long begun, long next, long currentAt, boolean following) {
    boolean isCurrent(long now, long lagMaxNanos) {
      return following && now - currentAt <= lagMaxNanos;
    }
  }

  private static final long NOBODY_TELLS = Long.MAX_VALUE;

  private record End(long next, long atNanos) {}

  private final Cache<String, Entry> entries;
  private final int recentMax;
  private final boolean fenced;

  /// The last event of each aggregate that had any since `floor`, oldest first.
  private final Map<String, Long> recent = new LinkedHashMap<>();

  /// Below it nothing is known of events; with nobody to tell of them, nothing is known at all.
  private long floor = NOBODY_TELLS;

  private @Nullable End awaited;
  private volatile Seen seen = new Seen(0, 0, 0, false);

  NearShard(Cache<String, Entry> entries, int recentMax, boolean fenced) {
    this.entries = entries;
    this.recentMax = recentMax;
    this.fenced = fenced;
  }

  Seen seen() {
    return seen;
  }

  /// @param before what was seen before looking for it
  Optional<Entry> find(String key, int generation, Seen before) {
    return Optional.ofNullable(entries.getIfPresent(key))
        .filter(entry -> entry.begun() == before.begun() && entry.generation() == generation);
  }

  /// The log is followed from here on. Values from before belong to nobody.
  synchronized void begins(long next) {
    recent.clear();
    floor = next;
    awaited = null;
    seen = new Seen(seen.begun() + 1, next, 0, false);
  }

  synchronized void lost() {
    begins(0);
    floor = NOBODY_TELLS;
  }

  /// @param key of its aggregate; null if the record does not tell: then it may be any
  synchronized void happened(long offset, @Nullable String key) {
    if (key == null) {
      Seen now = seen;
      recent.clear();
      floor = offset + 1;
      seen = new Seen(now.begun() + 1, now.next(), now.currentAt(), now.following());
      return;
    }
    recent.remove(key);
    recent.put(key, offset);
    if (recent.size() > recentMax) {
      Iterator<Map.Entry<String, Long>> eldest = recent.entrySet().iterator();
      floor = eldest.next().getValue() + 1;
      eldest.remove();
    }
    Entry entry = entries.getIfPresent(key);
    if (entry != null && entry.version() < offset) {
      entries.invalidate(key);
    }
  }

  synchronized void passed(long next) {
    seen = new Seen(seen.begun(), next, seen.currentAt(), seen.following());
    compare();
  }

  /// Of several ends that are not reached yet the first counts: else a log that grows all the time
  /// would never be seen to its end.
  synchronized void endWas(long next, long atNanos) {
    if (awaited == null && floor != NOBODY_TELLS) {
      awaited = new End(next, atNanos);
    }
    compare();
  }

  /// Keeps a value, unless an event may have overtaken it. An event counts as part of a value that
  /// was proved behind it, even if it changed nothing: it was aborted, or its aggregate is parked.
  ///
  /// @return whether it was kept, or stood there already
  synchronized boolean keep(
      String key, int generation, long version, long provedAt, @Nullable Shown<?> view, int size) {
    Long last = recent.get(key);
    boolean unknown = provedAt < floor;
    boolean overtaken = last != null && last >= provedAt && last > version;
    if (floor == NOBODY_TELLS || (fenced && (unknown || overtaken))) {
      return false;
    }
    Entry there = entries.getIfPresent(key);
    if (there == null
        || there.begun() != seen.begun()
        || there.generation() != generation
        || there.version() < version) {
      entries.put(key, new Entry(seen.begun(), generation, version, provedAt, view, size));
    }
    return true;
  }

  private void compare() {
    End end = awaited;
    if (end != null && seen.next() >= end.next()) {
      awaited = null;
      seen = new Seen(seen.begun(), seen.next(), end.atNanos(), true);
    }
  }
}
