package dev.tidemark.runtime.tracing;

import org.jspecify.annotations.Nullable;

/// What is done within a span.
@FunctionalInterface
public interface Work<T extends @Nullable Object, E extends Exception> {
  T run() throws E;
}
