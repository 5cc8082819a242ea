package dev.tidemark.query.changes;

import java.util.ArrayDeque;

/// Bounds what all streams together hold in memory: they share the changes that wait for them, and
/// only the newest may wait. Counts characters, which are a byte each, rarely two. For one thread.
final class Window {
  private final long charsMax;
  private final ArrayDeque<Integer> sizes = new ArrayDeque<>();
  private long chars;
  private long newest;

  Window(long charsMax) {
    this.charsMax = charsMax;
  }

  /// Takes in a change of this size, letting go of the oldest.
  ///
  /// @return its number
  long add(int changeChars) {
    sizes.add(changeChars);
    chars += changeChars;
    while (chars > charsMax && sizes.size() > 1) {
      chars -= sizes.remove();
    }
    newest++;
    return newest;
  }

  /// The number of the oldest change that may still be held.
  long oldest() {
    return newest - sizes.size() + 1;
  }
}
