package dev.tidemark.runtime.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// What a process measures of itself, as Prometheus reads it. Thread-safe.
///
/// - Made once, in `Main`, and handed to the classes named `…Meters`, each of which owns the meters
///   of its package. Nobody else knows Micrometer: what is measured calls a method of its meters.
/// - Meters are looked up when their owner is made, never while they count.
/// - A label's values are known beforehand (constants, shards, route templates, statuses). None
///   comes from a client: whoever can invent values can fill the memory of whatever stores them.
///
/// Docs: docs/metrics.md.
public final class Metrics implements AutoCloseable {
  /// The text format, version 0.0.4, which every version of Prometheus reads.
  public static final String MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

  private @Nullable ProcessMeters process;

  /// Empty.
  public Metrics() {
    // Two meters of one name and unlike labels are a mistake of ours, found by the first test.
    registry.throwExceptionOnRegistrationFailure();
  }

  /// With what the JVM and the process say of themselves.
  public static Metrics ofProcess() {
    var metrics = new Metrics();
    metrics.process = new ProcessMeters(metrics.registry);
    return metrics;
  }

  /// Only for classes named `…Meters`.
  public MeterRegistry registry() {
    return registry;
  }

  /// All meters as they stand, in [#MEDIA_TYPE].
  public byte[] scrape() {
    return registry.scrape().getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    if (process != null) {
      process.close();
    }
    registry.close();
  }
}
