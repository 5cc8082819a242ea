package dev.tidemark.chaos.load;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/// How much of what. Thread-safe.
public final class Tally {
  private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();

  void count(String what) {
    counts.computeIfAbsent(what, _ -> new LongAdder()).increment();
  }

  public long of(String what) {
    var found = counts.get(what);
    return found == null ? 0 : found.sum();
  }

  /// In the order of the names.
  public Map<String, Long> all() {
    var all = new TreeMap<String, Long>();
    counts.forEach((what, count) -> all.put(what, count.sum()));
    return all;
  }
}
