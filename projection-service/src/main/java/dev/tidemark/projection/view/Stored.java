package dev.tidemark.projection.view;

import java.util.Locale;

/// Constants as they are stored: in lower case, as in the JSON of the views.
public final class Stored {
  private Stored() {}

  public static String name(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  public static <E extends Enum<E>> E constant(Class<E> type, String name) {
    return Enum.valueOf(type, name.toUpperCase(Locale.ROOT));
  }
}
