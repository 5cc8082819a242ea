package dev.tidemark.projection.rebuild;

import dev.tidemark.events.EventTopic;
import dev.tidemark.projection.batch.Positions;
import dev.tidemark.projection.cache.CacheException;
import dev.tidemark.projection.cache.CacheLook;
import dev.tidemark.projection.generation.Generation;
import dev.tidemark.projection.generation.Lineup;
import dev.tidemark.projection.store.ViewPositions;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/// How far generations are, and how fast they go. All is told by the stores, so every instance can
/// answer; only the speed is what this one has seen. Thread-safe.
public final class Progress {
  private static final int SAMPLES_MAX = 11;

  private record Sample(long done, long atNanos) {}

  private final ViewPositions positions;
  private final CacheLook caches;
  private final Map<Integer, Deque<Sample>> samples = new HashMap<>();

  public Progress(ViewPositions positions, CacheLook caches) {
    this.positions = positions;
    this.caches = caches;
  }

  /// Where the generation that serves stands.
  Map<Integer, Positions> goal(Lineup lineup) {
    return positions.of(lineup.serving().schema());
  }

  public Standing of(Lineup lineup, Generation generation) {
    return of(generation, goal(lineup));
  }

  /// @param goal by shard
  Standing of(Generation generation, Map<Integer, Positions> goal) {
    long done = 0;
    long all = 0;
    int live = 0;
    Map<Integer, Positions> rows = positions.of(generation.schema());
    for (Map.Entry<Integer, Positions> each : goal.entrySet()) {
      CacheLook.Shard cache = cache(generation, each.getKey());
      Positions stands =
          switch (generation.target()) {
            case ALL -> rows.getOrDefault(each.getKey(), Positions.START);
            case CACHE -> cache.watermark().orElse(Positions.START);
          };
      for (EventTopic topic : EventTopic.values()) {
        all += each.getValue().of(topic);
        done += Math.min(stands.of(topic), each.getValue().of(topic));
      }
      live += cache.lease().isPresent() ? 1 : 0;
    }
    return new Standing(done, all, live, goal.size(), speed(generation));
  }

  /// To be called about every second.
  void sample(Lineup lineup) {
    lineup
        .built()
        .ifPresent(built -> {
          long done = of(lineup, built).done();
          synchronized (samples) {
            samples.keySet().removeIf(number -> number != built.number());
            Deque<Sample> some = samples.computeIfAbsent(built.number(), _ -> new ArrayDeque<>());
            some.add(new Sample(done, System.nanoTime()));
            if (some.size() > SAMPLES_MAX) {
              some.remove();
            }
          }
        });
  }

  private OptionalDouble speed(Generation generation) {
    synchronized (samples) {
      Deque<Sample> some = samples.get(generation.number());
      if (some == null || some.size() < 2) {
        return OptionalDouble.empty();
      }
      double nanos = some.getLast().atNanos() - some.getFirst().atNanos();
      double places = some.getLast().done() - some.getFirst().done();
      return OptionalDouble.of(places * Duration.ofSeconds(1).toNanos() / nanos);
    }
  }

  /// A Redis that does not answer has nothing that anybody could trust.
  private CacheLook.Shard cache(Generation generation, int shard) {
    try {
      return caches.shard(generation.number(), shard);
    } catch (CacheException e) {
      return new CacheLook.Shard(Optional.empty(), Optional.empty());
    }
  }
}
