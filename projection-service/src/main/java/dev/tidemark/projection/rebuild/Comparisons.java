package dev.tidemark.projection.rebuild;

import dev.tidemark.projection.cache.CacheDiff;
import dev.tidemark.projection.cache.RedisLink;
import dev.tidemark.projection.generation.Change;
import dev.tidemark.projection.generation.Change.Made;
import dev.tidemark.projection.generation.Change.Refused;
import dev.tidemark.projection.generation.Diff;
import dev.tidemark.projection.generation.Generation;
import dev.tidemark.projection.generation.Lineup;
import dev.tidemark.projection.generation.ViewDiff;
import dev.tidemark.projection.store.Diffs;
import dev.tidemark.projection.store.RowDiff;
import dev.tidemark.projection.store.StoreException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Compares generations with the one that serves, one at a time, on a thread of its own. What was
/// found stands in the table of diffs, where every instance reads it. Nothing is written elsewhere,
/// so a comparison whose process dies is simply begun again.
public final class Comparisons implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Comparisons.class);

  /// Rows that changed while they were looked at are looked at again, so many times.
  private static final int LOOKS_MAX = 10;

  private static final Duration LOOK_EVERY = Duration.ofMillis(300);

  private final LiveGenerations live;
  private final Diffs diffs;
  private final RowDiff rows;
  private final Progress progress;
  private final RedisLink redis;
  private final InstantSource clock;
  private final AtomicReference<@Nullable Diff> underWay = new AtomicReference<>();
  private final CountDownLatch stop = new CountDownLatch(1);
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(Thread.ofPlatform().name("diff").daemon().factory());

  public Comparisons(
      LiveGenerations live,
      Diffs diffs,
      RowDiff rows,
      Progress progress,
      RedisLink redis,
      InstantSource clock) {
    this.live = live;
    this.diffs = diffs;
    this.rows = rows;
    this.progress = progress;
    this.redis = redis;
    this.clock = clock;
  }

  /// Begins to compare, and returns at once.
  Change begin(Lineup lineup, Generation generation) {
    if (!generation.state().isFollowed() || generation.equals(lineup.serving())) {
      return new Refused(
          "wrong-state",
          "Expected a generation that follows the log and does not serve, but generation %d is %s"
              .formatted(generation.number(), generation.state().name().toLowerCase(Locale.ROOT)));
    }
    var diff = Diff.begun(generation.number(), lineup.serving().number(), clock.instant());
    if (!diffs.begin(diff)) {
      return new Refused(
          "diff-under-way",
          "Expected no comparison of generation %d under way, but there is one"
              .formatted(generation.number()));
    }
    thread.execute(() -> run(lineup, generation, diff));
    return new Made(generation, List.of());
  }

  /// Says that what is under way goes on, and how far it is. To be called about every second.
  void beat() {
    Diff diff = underWay.get();
    if (diff != null) {
      var _ = diffs.save(diff.seen(clock.instant()));
    }
  }

  @Override
  public void close() {
    stop.countDown();
    thread.shutdownNow();
  }

  private void run(Lineup lineup, Generation generation, Diff begun) {
    Diff diff = begun;
    try {
      if (!diffs.save(begun.seen(clock.instant()))) {
        LOG.info("Generation {} is compared by somebody else meanwhile", generation.number());
        return;
      }
      underWay.set(begun);
      diff = compared(lineup, generation, begun);
      diff =
          stop.getCount() > 0
              ? diff.become(Diff.State.DONE, clock.instant(), "")
              : diff.become(Diff.State.FAILED, clock.instant(), "The process was stopped");
      LOG.info(
          "Compared generation {} with {}: {} differences",
          diff.generation(),
          diff.against(),
          diff.differing());
    } catch (RuntimeException e) {
      LOG.error("Comparing generation {} failed", generation.number(), e);
      diff = diff.become(Diff.State.FAILED, clock.instant(), String.valueOf(e.getMessage()));
    } finally {
      underWay.set(null);
    }
    end(diff);
  }

  /// If nobody hears of its end, it was not seen for too long one day, and has failed.
  private void end(Diff diff) {
    try {
      var _ = diffs.save(diff);
    } catch (StoreException e) {
      LOG.error("What was found in generation {} is lost", diff.generation(), e);
    }
  }

  private Diff compared(Lineup lineup, Generation generation, Diff begun) {
    Generation serving = lineup.serving();
    Set<Integer> shards = progress.goal(lineup).keySet();
    Diff diff =
        generation.views() == serving.views() ? begun : rows(serving, generation, shards, begun);
    for (int shard : shards) {
      for (Generation each : List.of(serving, generation)) {
        var caches = new CacheDiff(redis, each.number(), live.store(each), stop);
        diff = diff.withCache(caches.of(shard), clock.instant());
      }
      underWay.set(diff);
    }
    for (ViewDiff view : rows.derived(generation.schema())) {
      diff = diff.with(view, clock.instant());
    }
    return diff;
  }

  /// Shards take turns, so that what moves in all of them is waited for once.
  private Diff rows(Generation serving, Generation generation, Set<Integer> shards, Diff begun) {
    List<ShardLooks> all =
        shards.stream()
            .map(shard -> new ShardLooks(rows, serving.schema(), generation.schema(), shard))
            .toList();
    List<ShardLooks> open = all;
    for (int look = 1; look <= LOOKS_MAX && !open.isEmpty(); look++) {
      for (ShardLooks each : open) {
        if (stop.getCount() > 0) {
          each.look();
          underWay.set(with(begun, all));
        }
      }
      open = open.stream().filter(ShardLooks::isOpen).toList();
      if (!open.isEmpty()) {
        pause();
      }
    }
    return with(begun, all);
  }

  private Diff with(Diff begun, List<ShardLooks> looks) {
    Diff diff = begun;
    for (ShardLooks each : looks) {
      for (ViewDiff view : each.found()) {
        diff = diff.with(view, clock.instant());
      }
    }
    return diff;
  }

  private void pause() {
    try {
      boolean _ = stop.await(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
