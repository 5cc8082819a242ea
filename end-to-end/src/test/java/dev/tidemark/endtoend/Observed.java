package dev.tidemark.endtoend;

import java.util.Map;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// A Tidemark that tells as much of itself as it can, in the form that programs read, and whom it
/// tells.
record Observed(Collector collector, RunningTidemark tidemark) implements AutoCloseable {
  /// Hands one and the same to all test classes that ask: it is started for the first of them, and
  /// stopped after the last.
  static final class Once implements ParameterResolver {
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType() == Observed.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
      return context
          .getRoot()
          .getStore(Namespace.create(Observed.class))
          .computeIfAbsent(Observed.class, _ -> start(), Observed.class);
    }
  }

  private static Observed start() {
    var collector = new Collector();
    return new Observed(
        collector,
        RunningTidemark.start(
            Map.of(
                "LOG_FORMAT", "json",
                "LOG_LEVEL", "trace",
                "OTEL_TRACES_EXPORTER", "otlp",
                "OTEL_EXPORTER_OTLP_ENDPOINT", collector.url(),
                "OTEL_BSP_SCHEDULE_DELAY", "100")));
  }

  @Override
  public void close() {
    tidemark.close();
    collector.close();
  }
}
