package dev.tidemark.projection.rebuild;

import dev.tidemark.projection.cache.CacheMeters;
import dev.tidemark.projection.generation.Generation;
import dev.tidemark.projection.generation.Generation.State;
import dev.tidemark.projection.runtime.WorkerMeters;
import dev.tidemark.projection.store.PoolMeters;
import dev.tidemark.runtime.metrics.Metrics;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// The meters of workers and caches, by what becomes of their generation. A cutover changes which
/// ones count.
public record LiveMeters(
    Map<State, WorkerMeters> workers, Map<State, CacheMeters> caches, PoolMeters pools) {
  public static LiveMeters of(Metrics metrics, InstantSource clock) {
    return new LiveMeters(
        WorkerMeters.byState(metrics, clock),
        CacheMeters.byState(metrics, clock),
        new PoolMeters(metrics));
  }

  /// Of rows on which these generations stand: the one that serves counts for all.
  WorkerMeters workers(List<Generation> generations) {
    boolean serves = generations.stream().anyMatch(each -> each.state() == State.SERVING);
    State state = serves || generations.isEmpty() ? State.SERVING : generations.getFirst().state();
    return Objects.requireNonNull(workers.get(state));
  }

  /// Of one generation among those that stand on the same rows.
  CacheMeters cache(List<Generation> generations, int number) {
    State state =
        generations.stream()
            .filter(each -> each.number() == number)
            .map(Generation::state)
            .findFirst()
            .orElse(State.STANDBY);
    return Objects.requireNonNull(caches.get(state));
  }
}
