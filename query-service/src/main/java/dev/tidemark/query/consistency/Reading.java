package dev.tidemark.query.consistency;

import dev.tidemark.events.consistency.ConsistencyToken;
import java.util.Set;
import java.util.function.Function;

/// What was read, how much of the log it reflects, and where it came from.
///
/// @param sources more than one if parts of it came from different stores
public record Reading<T>(T value, ConsistencyToken reflected, Set<Source> sources) {
  public Reading {
    sources = Set.copyOf(sources);
  }

  public static <T> Reading<T> from(Source source, T value, ConsistencyToken reflected) {
    return new Reading<>(value, reflected, Set.of(source));
  }

  public <U> Reading<U> map(Function<T, U> change) {
    return new Reading<>(change.apply(value), reflected, sources);
  }
}
