package dev.tidemark.bench.harness;

import java.util.Locale;

/// Numbers as people read them: with as many digits as were measured, and no more.
final class Figures {
  private Figures() {}

  static String shown(double figure) {
    double size = Math.abs(figure);
    String format = size >= 100 ? "%,.0f" : size >= 10 ? "%.1f" : "%.2f";
    return String.format(Locale.ROOT, format, figure);
  }

  /// The median, and between what the middle half lies.
  static String shown(Spread spread) {
    return "%s (%s to %s)"
        .formatted(shown(spread.median()), shown(spread.lower()), shown(spread.upper()));
  }
}
