package dev.tidemark.runtime.tracing;

import dev.tidemark.runtime.settings.Settings;
import java.net.URI;
import java.util.Set;

/// Whether traces are sent. Where to and how many, the other variables of OpenTelemetry say; its
/// SDK reads them by itself.
public record TracingSettings(boolean isOn) {
  private static final String PROTOCOL = "http/protobuf";

  private enum Exporter {
    NONE,
    OTLP
  }

  /// Reads the variables `OTEL_*` that Tidemark has a say in.
  public static TracingSettings read(Settings settings) {
    Exporter exporter =
        settings.choice("OTEL_TRACES_EXPORTER", Exporter.NONE, "where traces go: otlp, or none");
    settings.uri(
        "OTEL_EXPORTER_OTLP_ENDPOINT",
        URI.create("http://127.0.0.1:4318"),
        Set.of("http", "https"),
        "the collector that takes them; see docs/observability.md for more of OTEL_*");
    String protocol =
        settings.text("OTEL_EXPORTER_OTLP_PROTOCOL", PROTOCOL, "how they are sent to it");
    settings.require(
        protocol.equals(PROTOCOL),
        "OTEL_EXPORTER_OTLP_PROTOCOL must be " + PROTOCOL + ", but was " + protocol);
    return new TracingSettings(exporter == Exporter.OTLP);
  }
}
