package dev.tidemark.runtime.settings;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/// Finds what a mistyped name was meant to be.
final class Spelling {
  private static final int EDITS_MAX = 3;

  private Spelling() {}

  static Optional<String> nearest(String name, Collection<String> known) {
    return known.stream()
        .filter(candidate -> edits(name, candidate) <= EDITS_MAX)
        .min(Comparator.comparingInt(candidate -> edits(name, candidate)));
  }

  /// Levenshtein distance.
  private static int edits(String from, String to) {
    int[] costs = new int[to.length() + 1];
    for (int j = 0; j <= to.length(); j++) {
      costs[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      int diagonal = costs[0];
      costs[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        diagonal = costs[j];
        costs[j] = Math.min(replaced, Math.min(costs[j], costs[j - 1]) + 1);
      }
    }
    return costs[to.length()];
  }
}
