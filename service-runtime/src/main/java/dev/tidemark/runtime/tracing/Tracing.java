package dev.tidemark.runtime.tracing;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Spans, on the thread that does the work: each has the one around it as its parent, and ends when
/// its work does, however that ends.
///
/// - Off unless [#start] was told otherwise. Then every method is a look at one field, and nothing
///   of OpenTelemetry is loaded.
/// - A span inside another one is only begun if that one is recorded: where nothing was begun,
///   because nobody asked or the sampler said no, nothing is added.
/// - Of a failure a span says the type, never the message: messages may hold what a client sent.
///
/// It is found, not handed in, as loggers are: so what is pure knows nothing of it, and a signature
/// does not change because somebody wants to see how long it takes.
public final class Tracing {
  private static volatile @Nullable Tracer tracer;

  private Tracing() {}

  /// Begins to trace, if the settings say so.
  ///
  /// @param service what this process is called, unless `OTEL_SERVICE_NAME` says
  /// @param environment with all that is to be known of exporters and samplers, as `OTEL_*`
  /// @return ends it, and sends what is left within bounds
  /// @throws dev.tidemark.runtime.settings.SettingsException if the environment cannot be used
  public static AutoCloseable start(
      TracingSettings settings, String service, Map<String, String> environment) {
    return settings.isOn() ? use(OpenTelemetryTracer.start(service, environment)) : () -> {};
  }

  static AutoCloseable use(Tracer started) {
    tracer = started;
    return () -> {
      tracer = null;
      started.close();
    };
  }

  public static boolean isOn() {
    return tracer != null;
  }

  /// Does work that somebody asked for from outside.
  ///
  /// @param traceparent what they sent, if it was valid
  public static <T extends @Nullable Object, E extends Exception> T continuing(
      Operation operation, @Nullable String traceparent, Work<T, E> work) throws E {
    Tracer on = tracer;
    return on == null ? work.run() : on.continuing(operation, traceparent, work);
  }

  /// Does a part of what this thread is doing.
  public static <T extends @Nullable Object, E extends Exception> T within(
      Operation operation, Work<T, E> work) throws E {
    Tracer on = tracer;
    return on == null ? work.run() : on.within(operation, work);
  }

  /// Does at once what several asked for. It is a part of the first one's trace, and linked to the
  /// others'; each of these gets a span as well that is linked to it. At most 32 traces are joined,
  /// and only those that are sampled and began within the last minutes: what reads the log from its
  /// beginning goes on with nobody's request.
  ///
  /// @param origins asked only if it is on
  public static <T extends @Nullable Object, E extends Exception> T joining(
      Operation operation, Supplier<Stream<Origin>> origins, Work<T, E> work) throws E {
    Tracer on = tracer;
    return on == null ? work.run() : on.joining(operation, origins, work);
  }

  /// Something that was going on elsewhere has just ended, such as a wait in a queue.
  public static void passed(Operation operation, @Nullable String traceparent, Duration lasted) {
    Tracer on = tracer;
    if (on != null && traceparent != null) {
      on.passed(operation, traceparent, lasted);
    }
  }

  /// Says something of what this thread is doing.
  public static void note(String attribute, String value) {
    Tracer on = tracer;
    if (on != null) {
      on.note(attribute, value);
    }
  }

  /// See above.
  public static void note(String attribute, long value) {
    Tracer on = tracer;
    if (on != null) {
      on.note(attribute, value);
    }
  }

  /// What this thread is doing has failed, though nothing is thrown.
  ///
  /// @param type of few values
  public static void failed(String type) {
    Tracer on = tracer;
    if (on != null) {
      on.failed(type);
    }
  }

  /// What this thread is doing, to be gone back to from elsewhere; null if it is not traced.
  public static @Nullable Origin here() {
    Tracer on = tracer;
    return on == null ? null : on.here();
  }

  /// The header that says the same to other processes.
  public static @Nullable String traceparent() {
    Origin here = here();
    return here == null ? null : here.traceparent();
  }

  /// The same work, as a part of what this thread is doing, on whichever thread it is done.
  public static <T extends @Nullable Object> Callable<T> carried(Callable<T> work) {
    Tracer on = tracer;
    return on == null ? work : on.carried(work);
  }
}
