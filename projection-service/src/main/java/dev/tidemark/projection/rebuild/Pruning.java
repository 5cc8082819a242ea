package dev.tidemark.projection.rebuild;

import dev.tidemark.projection.cache.CachePruning;
import dev.tidemark.projection.cache.RedisLink;
import dev.tidemark.projection.generation.Generation;
import dev.tidemark.projection.generation.Generation.State;
import dev.tidemark.projection.generation.Lineup;
import dev.tidemark.projection.store.Generations;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Removes what is left of generations that nobody needs. Any instance may do it, and several at a
/// time; one that dies on the way leaves the rest to others.
final class Pruning {
  private static final Logger LOG = LoggerFactory.getLogger(Pruning.class);

  private final Generations generations;
  private final RedisLink redis;
  private final Duration after;
  private final InstantSource clock;
  private final CountDownLatch stop;

  /// @param after by then every instance has heard that the generation is not to be written, nor
  ///   read
  /// @param stop ends it early
  Pruning(
      Generations generations,
      RedisLink redis,
      Duration after,
      InstantSource clock,
      CountDownLatch stop) {
    this.generations = generations;
    this.redis = redis;
    this.after = after;
    this.clock = clock;
    this.stop = stop;
  }

  void look(Lineup lineup) throws InterruptedException {
    for (Generation each : lineup.all()) {
      if (each.state() == State.PRUNING
          && each.changedAt().plus(after).isBefore(clock.instant())
          && CachePruning.run(redis, each.number(), stop)) {
        generations.pruned(each.number(), clock.instant());
        LOG.info("Generation {} is pruned", each.number());
      }
    }
  }
}
