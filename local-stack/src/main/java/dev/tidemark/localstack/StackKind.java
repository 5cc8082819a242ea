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

  /// Returns if servers are child processes. Otherwise it aborts the test that asks for what cannot
  /// be done to containers in the same way, so that the test's report says so.
  ///
  /// @param why as in `a replica copies its primary's files`
  static void requireEmbedded(String why) {
    if (CHOSEN != EMBEDDED) {
      throw AbortedTest.because("Not with -D%s=%s: %s".formatted(PROPERTY, CHOSEN.label(), why));
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
