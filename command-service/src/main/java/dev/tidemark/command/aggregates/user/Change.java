package dev.tidemark.command.aggregates.user;

import org.jspecify.annotations.Nullable;

/// What to do with an optional field: keep it as it is, or make it `value`, where null clears it.
public record Change<T>(boolean wanted, @Nullable T value) {
  public static <T> Change<T> keep() {
    return new Change<>(false, null);
  }

  public static <T> Change<T> to(@Nullable T value) {
    return new Change<>(true, value);
  }

  @Nullable T over(@Nullable T current) {
    return wanted ? value : current;
  }
}
