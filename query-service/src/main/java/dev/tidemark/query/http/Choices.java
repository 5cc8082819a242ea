package dev.tidemark.query.http;

import dev.tidemark.events.value.InvalidValueException;
import dev.tidemark.runtime.api.Shape;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/// Query parameters that name one of a few things: the constants of an enumeration, in lower case
/// as in all JSON.
public final class Choices {
  private Choices() {}

  public static <E extends Enum<E>> E of(Class<E> type, String text) {
    return Arrays.stream(type.getEnumConstants())
        .filter(constant -> name(constant).equals(text))
        .findFirst()
        .orElseThrow(() ->
            new InvalidValueException("Expected one of " + names(type) + ", but was another text"));
  }

  public static String name(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  /// For descriptions.
  public static <E extends Enum<E>> Shape shape(Class<E> type) {
    return new Shape.OneOf(Arrays.stream(type.getEnumConstants()).map(Choices::name).toList());
  }

  private static <E extends Enum<E>> String names(Class<E> type) {
    return Arrays.stream(type.getEnumConstants())
        .map(Choices::name)
        .collect(Collectors.joining(", "));
  }
}
