package dev.tidemark.runtime.tracing;

import java.util.HashMap;
import java.util.Map;

/// What a span is about. Kept as a constant where it is always the same.
///
/// @param name of few values: never one that names a customer or an order
/// @param attributes known before it begins, by the names of OpenTelemetry's semantic conventions
///   where there is one
public record Operation(Kind kind, String name, Map<String, String> attributes) {
  /// What it is to others.
  public enum Kind {
    /// Answers somebody.
    SERVER,
    /// Asks somebody and waits.
    CLIENT,
    /// Writes what others will read.
    PRODUCER,
    /// Reads what others wrote.
    CONSUMER,
    /// Concerns nobody else.
    INTERNAL
  }

  public Operation {
    attributes = Map.copyOf(attributes);
  }

  public static Operation of(Kind kind, String name) {
    return new Operation(kind, name, Map.of());
  }

  /// The same, saying this of itself.
  public Operation with(String attribute, String value) {
    var more = new HashMap<>(attributes);
    more.put(attribute, value);
    return new Operation(kind, name, more);
  }
}
