package dev.tidemark.projection.rebuild;

import dev.tidemark.projection.generation.Generation;
import dev.tidemark.projection.generation.Generation.State;
import dev.tidemark.projection.generation.Lineup;
import dev.tidemark.projection.runtime.ShardState;
import dev.tidemark.projection.runtime.ShardStatus;
import dev.tidemark.runtime.metrics.Metrics;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

/// Which generations there are, how far the one is that is being built, and what this instance does
/// with its shards.
public final class GenerationMeters {
  private static final Standing NONE = new Standing(0, 0, 0, 0, OptionalDouble.empty());

  private final LiveGenerations live;
  private final Progress progress;
  private volatile Standing built = NONE;

  public GenerationMeters(Metrics metrics, LiveGenerations live, Progress progress) {
    this.live = live;
    this.progress = progress;
    MeterRegistry registry = metrics.registry();
    for (State state : State.values()) {
      gauge("generations", "How many generations there are in which state", it -> it.count(state))
          .tag("state", state.name().toLowerCase(Locale.ROOT))
          .register(registry);
    }
    gauge("generation.serving", "The number of the generation that serves", it -> it.serving())
        .register(registry);
    gauge("rebuild.done.places", "Places of the log that it has passed", it -> it.built.done())
        .register(registry);
    gauge("rebuild.goal.places", "Places that the serving one has", it -> it.built.goal())
        .register(registry);
    gauge(
            "rebuild.places.per.second",
            "Places that it passes a second, lately",
            it -> it.built.perSecond().orElse(0))
        .register(registry);
    for (ShardState state : ShardState.values()) {
      gauge("workers", "Workers of shards that this instance has", it -> it.working(state))
          .tag("state", state.name().toLowerCase(Locale.ROOT))
          .register(registry);
    }
    gauge(
            "caches.live",
            "Shards of this instance whose cache is live",
            GenerationMeters::liveCaches)
        .register(registry);
  }

  /// Asks the stores how far a rebuild is.
  public void look() {
    Lineup lineup = live.lineup();
    Optional<Generation> building = lineup.built();
    built = building.isPresent() ? progress.of(lineup, building.get()) : NONE;
  }

  private double count(State state) {
    return live.lineup().all().stream().filter(each -> each.state() == state).count();
  }

  private double serving() {
    return live.lineup().all().stream()
        .filter(each -> each.state() == State.SERVING)
        .mapToInt(Generation::number)
        .findFirst()
        .orElse(0);
  }

  private double working(ShardState state) {
    return live.serving().stream().filter(each -> each.state() == state).count();
  }

  private double liveCaches() {
    return live.serving().stream().map(ShardStatus::cache).filter(each -> each.upToDate()).count();
  }

  private Gauge.Builder<GenerationMeters> gauge(
      String name, String meaning, ToDoubleFunction<GenerationMeters> value) {
    return Gauge.builder("tidemark.projection." + name, this, value)
        .description(meaning)
        .strongReference(true);
  }
}
