package dev.tidemark.runtime.tracing;

import dev.tidemark.runtime.logging.LogFields;
import dev.tidemark.runtime.settings.SettingsException;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import io.opentelemetry.sdk.common.Clock;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/// Spans as OpenTelemetry has them. What is logged within one carries its ids.
final class OpenTelemetryTracer implements Tracer {
  /// More would make a span too large to be of use, and cost the loop that begins it.
  static final int JOINED_MAX = 32;

  /// The trace of an older event has been put away: what is added now nobody would see.
  static final Duration AGE_MAX = Duration.ofMinutes(5);

  private static final Duration FLUSH_MAX = Duration.ofSeconds(3);

  private final SdkTracerProvider provider;
  private final io.opentelemetry.api.trace.Tracer spans;
  private final Clock clock = Clock.getDefault();

  OpenTelemetryTracer(SdkTracerProvider provider) {
    this.provider = provider;
    this.spans = provider.get("dev.tidemark");
  }

  /// @throws SettingsException if the environment cannot be used
  static OpenTelemetryTracer start(String service, Map<String, String> environment) {
    try {
      return new OpenTelemetryTracer(
          AutoConfiguredOpenTelemetrySdk.builder()
              .addPropertiesSupplier(() -> byDefault(service))
              .addPropertiesCustomizer(_ -> settled(environment))
              .disableShutdownHook()
              .build()
              .getOpenTelemetrySdk()
              .getSdkTracerProvider());
    } catch (RuntimeException e) {
      throw new SettingsException(
          List.of("Expected usable settings OTEL_*, but: " + e.getMessage()));
    }
  }

  private static Map<String, String> byDefault(String service) {
    return Map.of("otel.service.name", service, "otel.exporter.otlp.protocol", "http/protobuf");
  }

  /// The variables as properties. Measurements and logs have ways of their own.
  private static Map<String, String> settled(Map<String, String> environment) {
    var properties = new HashMap<String, String>();
    environment.forEach((name, value) -> {
      if (name.startsWith("OTEL_") && !value.isEmpty()) {
        properties.put(name.toLowerCase(Locale.ROOT).replace('_', '.'), value);
      }
    });
    properties.put("otel.metrics.exporter", "none");
    properties.put("otel.logs.exporter", "none");
    return properties;
  }

  @Override
  public <T extends @Nullable Object, E extends Exception> T continuing(
      Operation operation, @Nullable String traceparent, Work<T, E> work) throws E {
    Context parent = traceparent == null ? Context.root() : below(remote(traceparent));
    return run(begun(operation, parent).startSpan(), work);
  }

  @Override
  public <T extends @Nullable Object, E extends Exception> T within(
      Operation operation, Work<T, E> work) throws E {
    return Span.current().isRecording()
        ? run(begun(operation, Context.current()).startSpan(), work)
        : work.run();
  }

  @Override
  public <T extends @Nullable Object, E extends Exception> T joining(
      Operation operation, Supplier<Stream<Origin>> origins, Work<T, E> work) throws E {
    List<SpanContext> joined = joined(origins.get());
    if (joined.isEmpty()) {
      return work.run();
    }
    SpanBuilder first = begun(operation, below(joined.getFirst()));
    List<SpanContext> others = joined.subList(1, joined.size());
    others.forEach(first::addLink);
    Span span = first.startSpan();
    List<Span> theirs =
        others.stream()
            .map(other -> begun(operation, below(other)).addLink(span.getSpanContext()).startSpan())
            .toList();
    try {
      return run(span, work);
    } catch (Throwable e) {
      theirs.forEach(each -> failed(each, e.getClass().getName()));
      throw e;
    } finally {
      theirs.forEach(Span::end);
    }
  }

  /// The first origin of each trace.
  private List<SpanContext> joined(Stream<Origin> origins) {
    Instant oldest = now().minus(AGE_MAX);
    var byTrace = new LinkedHashMap<String, SpanContext>();
    origins
        .filter(origin -> origin.at().isAfter(oldest))
        .flatMap(origin -> TraceParent.read(List.of(origin.traceparent())).stream())
        .map(OpenTelemetryTracer::remote)
        .filter(SpanContext::isSampled)
        .forEach(origin -> {
          if (byTrace.size() < JOINED_MAX) {
            byTrace.putIfAbsent(origin.getTraceId(), origin);
          }
        });
    return List.copyOf(byTrace.values());
  }

  @Override
  public void passed(Operation operation, String traceparent, Duration lasted) {
    SpanContext parent = remote(traceparent);
    if (parent.isSampled()) {
      long end = clock.now();
      begun(operation, below(parent))
          .setStartTimestamp(end - lasted.toNanos(), TimeUnit.NANOSECONDS)
          .startSpan()
          .end(end, TimeUnit.NANOSECONDS);
    }
  }

  @Override
  public void note(String attribute, String value) {
    Span.current().setAttribute(attribute, value);
  }

  @Override
  public void note(String attribute, long value) {
    Span.current().setAttribute(attribute, value);
  }

  @Override
  public void failed(String type) {
    failed(Span.current(), type);
  }

  private static void failed(Span span, String type) {
    span.setStatus(StatusCode.ERROR);
    span.setAttribute("error.type", type);
  }

  @Override
  public @Nullable Origin here() {
    SpanContext here = Span.current().getSpanContext();
    return here.isValid()
        ? new Origin(
            "00-%s-%s-%s"
                .formatted(here.getTraceId(), here.getSpanId(), here.getTraceFlags().asHex()),
            now())
        : null;
  }

  @Override
  public <T extends @Nullable Object> Callable<T> carried(Callable<T> work) {
    Span span = Span.current();
    Callable<T> there = Context.current().wrap(work);
    return span.getSpanContext().isValid() ? () -> named(span, there::call) : there;
  }

  @Override
  public void close() {
    provider.shutdown().join(FLUSH_MAX.toMillis(), TimeUnit.MILLISECONDS);
  }

  private SpanBuilder begun(Operation operation, Context parent) {
    SpanBuilder builder =
        spans.spanBuilder(operation.name()).setSpanKind(kind(operation.kind())).setParent(parent);
    operation.attributes().forEach(builder::setAttribute);
    return builder;
  }

  private static <T extends @Nullable Object, E extends Exception> T run(Span span, Work<T, E> work)
      throws E {
    try (Scope _ = span.makeCurrent()) {
      return named(span, work);
    } catch (Throwable e) {
      failed(span, e.getClass().getName());
      throw e;
    } finally {
      span.end();
    }
  }

  /// What is logged meanwhile names the span.
  private static <T extends @Nullable Object, E extends Exception> T named(
      Span span, Work<T, E> work) throws E {
    String outerTrace = MDC.get(LogFields.TRACE);
    String outerSpan = MDC.get(LogFields.SPAN);
    MDC.put(LogFields.TRACE, span.getSpanContext().getTraceId());
    MDC.put(LogFields.SPAN, span.getSpanContext().getSpanId());
    try {
      return work.run();
    } finally {
      restore(LogFields.TRACE, outerTrace);
      restore(LogFields.SPAN, outerSpan);
    }
  }

  private static void restore(String field, @Nullable String outer) {
    if (outer == null) {
      MDC.remove(field);
    } else {
      MDC.put(field, outer);
    }
  }

  private static Context below(SpanContext parent) {
    return Context.root().with(Span.wrap(parent));
  }

  /// @param traceparent a valid one of version 00
  private static SpanContext remote(String traceparent) {
    return SpanContext.createFromRemoteParent(
        traceparent.substring(3, 35),
        traceparent.substring(36, 52),
        TraceFlags.fromHex(traceparent, 53),
        TraceState.getDefault());
  }

  private Instant now() {
    return Instant.EPOCH.plusNanos(clock.now());
  }

  private static SpanKind kind(Operation.Kind kind) {
    return switch (kind) {
      case SERVER -> SpanKind.SERVER;
      case CLIENT -> SpanKind.CLIENT;
      case PRODUCER -> SpanKind.PRODUCER;
      case CONSUMER -> SpanKind.CONSUMER;
      case INTERNAL -> SpanKind.INTERNAL;
    };
  }
}
