package dev.tidemark.chaos.load;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/// When which shard last did what it was asked: what unavailability is measured by. Thread-safe.
public final class Successes {
  /// What was asked.
  public enum Asked {
    COMMANDS,
    READS
  }

  private static final class Times {
    private long[] at = new long[1_024];
    private int count;

    void add(long when) {
      if (count == at.length) {
        at = Arrays.copyOf(at, 2 * count);
      }
      at[count++] = when;
    }

    long[] sorted() {
      long[] sorted = Arrays.copyOf(at, count);
      Arrays.sort(sorted);
      return sorted;
    }
  }

  private final Map<Asked, Times[]> times = new EnumMap<>(Asked.class);

  public Successes(int shards) {
    for (var asked : Asked.values()) {
      var ofShards = new Times[shards];
      Arrays.setAll(ofShards, _ -> new Times());
      times.put(asked, ofShards);
    }
  }

  /// @param when ns since the run began
  synchronized void add(Asked asked, int shard, long when) {
    of(asked)[shard].add(when);
  }

  /// For how long at most, of the time between two moments, a shard did nothing that it was asked,
  /// in ns.
  public synchronized long longestGap(Asked asked, long from, long until) {
    long longest = 0;
    for (var shard : of(asked)) {
      longest = Math.max(longest, longestGap(shard.sorted(), from, until));
    }
    return longest;
  }

  private static long longestGap(long[] sorted, long from, long until) {
    int found = Arrays.binarySearch(sorted, from);
    int next = found >= 0 ? found : -found - 1;
    long longest = 0;
    long last = next == 0 ? from : Math.max(from, sorted[next - 1]);
    for (int i = next; i < sorted.length && sorted[i] <= until; i++) {
      longest = Math.max(longest, sorted[i] - last);
      last = sorted[i];
    }
    return Math.max(longest, until - last);
  }

  private Times[] of(Asked asked) {
    return times.getOrDefault(asked, new Times[0]);
  }
}
