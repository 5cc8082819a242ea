package dev.tidemark.runtime.api;

import java.util.List;
import java.util.Map;
import java.util.Set;

/// How a value looks in JSON or in a query.
public sealed interface Shape {
  static Shape of(Class<?> type) {
    return new Of(type, "", Set.of());
  }

  static Shape text() {
    return of(String.class);
  }

  /// As a Java type is written: a record is an object with its components as fields, of which those
  /// that may be null may be absent.
  ///
  /// @param name of its own, if it leaves out some fields; else empty
  /// @param without fields of the record that are never there
  record Of(Class<?> type, String name, Set<String> without) implements Shape {
    public Of {
      without = Set.copyOf(without);
    }
  }

  /// An object.
  ///
  /// @param required fields that are always there
  /// @param optional fields that may be absent
  record Fields(String name, Map<String, Shape> required, Map<String, Shape> optional)
      implements Shape {}

  record Many(Shape item) implements Shape {}

  /// A whole number.
  ///
  /// @param min inclusive
  /// @param max inclusive
  record Whole(long min, long max) implements Shape {}

  /// One of these texts.
  record OneOf(List<String> texts) implements Shape {}
}
