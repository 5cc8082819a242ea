package dev.tidemark.localstack;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/// What the servers of a stack run as: `-Dstack=embedded`, the default, or `-Dstack=containers`.
/// Nothing looks for Docker but a stack that was told to use it.
enum StackKind {
  /// Child processes, from Maven artifacts.
  EMBEDDED,
  /// Containers of an engine on this machine, from the servers' public images.
  CONTAINERS;

  private static final String PROPERTY = "stack";
  private static final StackKind CHOSEN = of(System.getProperty(PROPERTY, EMBEDDED.label()));

  static StackKind chosen() {
    return CHOSEN;
  }

  /// @param why as in `a replica copies its primary's files`
  /// @throws IllegalStateException if servers are containers. Tests that need what cannot be done
  ///   to containers say so by JUnit's `DisabledIfSystemProperty`, with the reason
  static void requireEmbedded(String why) {
    if (CHOSEN != EMBEDDED) {
      throw new IllegalStateException(
          "Expected -D%s=%s, since %s, but it was %s"
              .formatted(PROPERTY, EMBEDDED.label(), why, CHOSEN.label()));
    }
  }

  static StackKind of(String label) {
    return Arrays.stream(values())
        .filter(kind -> kind.label().equals(label))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "Expected -D%s to be one of %s, but was %s"
                    .formatted(
                        PROPERTY,
                        Arrays.stream(values())
                            .map(StackKind::label)
                            .collect(Collectors.joining(", ")),
                        label)));
  }

  private String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
