package dev.tidemark.projection.rebuild;

import dev.tidemark.projection.cache.RedisLink;
import dev.tidemark.projection.generation.Generation;
import dev.tidemark.projection.generation.Lineup;
import dev.tidemark.projection.store.Generations;
import dev.tidemark.runtime.health.Health.State;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks about every second what is to become of the generations, and has this instance do its
/// part. While PostgreSQL is away all goes on as it was.
public final class GenerationWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(GenerationWatch.class);
  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
  private static final Duration CLOSE_MAX = Duration.ofSeconds(5);

  private final Generations generations;
  private final LiveGenerations live;
  private final Progress progress;
  private final Comparisons comparisons;
  private final Pruning pruning;
  private final CountDownLatch stop = new CountDownLatch(1);
  private final Thread thread;
  private volatile String trouble = "";

  private GenerationWatch(
      Generations generations,
      LiveGenerations live,
      Progress progress,
      Comparisons comparisons,
      RedisLink redis,
      Duration pruneAfter,
      InstantSource clock) {
    this.generations = generations;
    this.live = live;
    this.progress = progress;
    this.comparisons = comparisons;
    this.pruning = new Pruning(generations, redis, pruneAfter, clock, stop);
    this.thread = Thread.ofPlatform().name("generations").daemon().unstarted(this::run);
  }

  /// @param pruneAfter by then every instance has heard of a change
  public static GenerationWatch start(
      Generations generations,
      LiveGenerations live,
      Progress progress,
      Comparisons comparisons,
      RedisLink redis,
      Duration pruneAfter,
      InstantSource clock) {
    var watch =
        new GenerationWatch(generations, live, progress, comparisons, redis, pruneAfter, clock);
    watch.thread.start();
    return watch;
  }

  /// For operators.
  public State state() {
    String troubled = trouble;
    if (!troubled.isEmpty()) {
      return State.degraded(troubled);
    }
    Lineup lineup = live.lineup();
    if (lineup.all().isEmpty()) {
      return State.degraded("not asked yet");
    }
    Optional<Generation> built = lineup.built();
    return State.up(
        "g%d serves%s"
            .formatted(
                lineup.serving().number(),
                built.map(it -> ", g%d %s".formatted(it.number(), it.state())).orElse("")));
  }

  @Override
  public void close() {
    stop.countDown();
    try {
      if (!thread.join(CLOSE_MAX)) {
        thread.interrupt();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      do {
        look();
      } while (!stop.await(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void look() throws InterruptedException {
    try {
      Lineup lineup = generations.lineup();
      live.follow(lineup);
      progress.sample(lineup);
      comparisons.beat();
      pruning.look(lineup);
      trouble = "";
    } catch (RuntimeException e) {
      if (trouble.isEmpty()) {
        LOG.warn("Generations cannot be looked after; trying again", e);
      }
      trouble = String.valueOf(e.getMessage());
    }
  }
}
