package dev.tidemark.operator.load;

import java.util.HashMap;
import java.util.Map;

/// Keeps each text once. A retail file says the same few thousand things over and over, and all of
/// it is in memory at once.
final class SharedTexts {
  private static final int TEXTS_MAX = 100_000;

  private final Map<String, String> texts = new HashMap<>();

  CsvLine shared(CsvLine line) {
    return new CsvLine(
        line.number(), line.fields().stream().map(this::shared).toList(), line.problem());
  }

  private String shared(String text) {
    var known = texts.get(text);
    if (known != null) {
      return known;
    }
    if (texts.size() < TEXTS_MAX) {
      texts.put(text, text);
    }
    return text;
  }
}
