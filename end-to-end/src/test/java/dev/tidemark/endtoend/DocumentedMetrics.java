package dev.tidemark.endtoend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The tables of `docs/metrics.md`.
final class DocumentedMetrics {
  private static final Pattern NAME = Pattern.compile("`(tidemark_\\w+)`");
  private static final Pattern WORD = Pattern.compile("`(\\w+)`");

  /// @param type as Prometheus calls it
  record Row(String type, Set<String> labels) {}

  private DocumentedMetrics() {}

  /// Our own metrics, by name.
  static Map<String, Row> read() {
    var file = Path.of(System.getProperty("tidemark.home", "..")).resolve("docs/metrics.md");
    var rows = new TreeMap<String, Row>();
    try {
      Files.readAllLines(file).stream()
          .filter(line -> line.startsWith("| `"))
          .map(line -> line.split("\\|", -1))
          .forEach(cells -> add(rows, cells));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return rows;
  }

  private static void add(Map<String, Row> rows, String[] cells) {
    var row = new Row(cells[2].trim(), words(WORD, cells[3]));
    words(NAME, cells[1]).forEach(name -> rows.put(name, row));
  }

  private static Set<String> words(Pattern pattern, String cell) {
    return pattern
        .matcher(cell)
        .results()
        .map((MatchResult found) -> found.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
