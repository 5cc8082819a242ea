package dev.tidemark.bench.freshness;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// When each event was first seen in a store, on a thread of its own that looks up to which
/// position the store has come, over and over. Thread-safe.
///
/// A look costs the store next to nothing, so it can be repeated every other millisecond without
/// much changing what is measured; an event is seen that much too late at most.
final class Sightings implements AutoCloseable {
  private static final Duration CLOSE_MAX = Duration.ofSeconds(5);
  private static final Duration CAUGHT_UP_LOOK_EVERY = Duration.ofMillis(5);

  /// Where a store stands in the log of orders. For one thread.
  interface Look extends AutoCloseable {
    /// @return next positions by shard, for all of those that may have changed
    Map<Integer, Long> next() throws SQLException;

    @Override
    void close() throws SQLException;
  }

  private final Map<Integer, NavigableMap<Long, Long>> seen = new ConcurrentHashMap<>();
  private final String store;
  private final Duration every;
  private final Look look;
  private final Thread thread;
  private volatile @Nullable Exception failure;
  private volatile boolean closed;

  private Sightings(String store, Duration every, Look look) {
    this.store = store;
    this.every = every;
    this.look = look;
    this.thread = Thread.ofPlatform().name("look-" + store).unstarted(this::run);
  }

  /// @param every pause between two looks; zero if a look waits by itself
  /// @param look is closed with this
  static Sightings start(String store, Duration every, Look look) {
    var sightings = new Sightings(store, every, look);
    sightings.thread.start();
    return sightings;
  }

  String store() {
    return store;
  }

  /// @return when the store was first seen to hold the event, by [System#nanoTime()]
  /// @throws IllegalStateException if it was not yet
  long of(int shard, long offset) {
    Map.Entry<Long, Long> first = at(shard).higherEntry(offset);
    if (first == null) {
      throw new IllegalStateException(
          "Expected %s to hold event %d of shard %d, but it does not"
              .formatted(store, offset, shard));
    }
    return first.getValue();
  }

  /// Returns when the store was seen to hold the event.
  ///
  /// @throws IllegalStateException if that takes longer than `patience`
  void await(int shard, long offset, Duration patience) {
    long end = System.nanoTime() + patience.toNanos();
    while (at(shard).higherKey(offset) == null) {
      Exception failed = failure;
      if (failed != null || System.nanoTime() - end > 0) {
        throw new IllegalStateException(
            "Expected %s to reach event %d of shard %d within %s, but it is at %s"
                .formatted(store, offset, shard, patience, seen.get(shard)),
            failed);
      }
      LockSupport.parkNanos(CAUGHT_UP_LOOK_EVERY.toNanos());
    }
  }

  @Override
  public void close() throws SQLException {
    closed = true;
    try {
      boolean _ = thread.join(CLOSE_MAX);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    look.close();
  }

  private void run() {
    try {
      while (!closed) {
        Map<Integer, Long> next = look.next();
        long now = System.nanoTime();
        next.forEach((shard, position) -> at(shard).putIfAbsent(position, now));
        LockSupport.parkNanos(every.toNanos());
      }
    } catch (SQLException | RuntimeException e) {
      failure = e;
    }
  }

  private NavigableMap<Long, Long> at(int shard) {
    return seen.computeIfAbsent(shard, _ -> new ConcurrentSkipListMap<>());
  }
}
