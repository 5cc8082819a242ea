package dev.tidemark.runtime.tracing;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What [Tracing] does while it is on. Its methods are those of the same name there.
interface Tracer extends AutoCloseable {
  <T extends @Nullable Object, E extends Exception> T continuing(
      Operation operation, @Nullable String traceparent, Work<T, E> work) throws E;

  <T extends @Nullable Object, E extends Exception> T within(Operation operation, Work<T, E> work)
      throws E;

  <T extends @Nullable Object, E extends Exception> T joining(
      Operation operation, Supplier<Stream<Origin>> origins, Work<T, E> work) throws E;

  void passed(Operation operation, String traceparent, Duration lasted);

  void note(String attribute, String value);

  void note(String attribute, long value);

  void failed(String type);

  @Nullable Origin here();

  <T extends @Nullable Object> Callable<T> carried(Callable<T> work);

  /// Sends what is left, within bounds.
  @Override
  void close();
}
