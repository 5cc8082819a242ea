package dev.tidemark.query.changes;

import dev.tidemark.runtime.metrics.Metrics;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.IntSupplier;

/// What is measured of streams of changes.
public final class ChangesMeters {
  private final MeterRegistry registry;

  public ChangesMeters(Metrics metrics) {
    this.registry = metrics.registry();
  }

  void watch(Tail tail) {
    FunctionCounter.builder("tidemark.streams.cut", tail, Tail::cut)
        .description("Streams that were ended though their clients wanted more: too slow, mostly")
        .register(registry);
  }

  /// @param open how many streams there are
  void watch(IntSupplier open) {
    Gauge.builder("tidemark.streams.open", open, IntSupplier::getAsInt)
        .description("Streams of changes that go on; the bound is QUERY_CHANGES_STREAMS_MAX")
        .strongReference(true)
        .register(registry);
  }
}
