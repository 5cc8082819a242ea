package dev.tidemark.endtoend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
  private static final Pattern OTHERS = Pattern.compile("`(?!tidemark_)([a-z]\\w+)`");
  private static final Pattern WORD = Pattern.compile("`(\\w+)`");

  /// @param type as Prometheus calls it
  record Row(String type, Set<String> labels) {}

  private DocumentedMetrics() {}

  /// Our own metrics, by name.
  static Map<String, Row> read() {
    var rows = new TreeMap<String, Row>();
    for (String[] cells : cells()) {
      var row = new Row(cells[2].trim(), words(WORD, cells[3]));
      words(NAME, cells[1]).forEach(name -> rows.put(name, row));
    }
    return rows;
  }

  /// Names that others gave, of which alerts and dashboards may use those that are written out.
  static Set<String> others() {
    return cells().stream()
        .flatMap(cells -> words(OTHERS, cells[1]).stream())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static List<String[]> cells() {
    var file = Path.of(System.getProperty("tidemark.home", "..")).resolve("docs/metrics.md");
    try {
      return Files.readAllLines(file).stream()
          .filter(line -> line.startsWith("| `"))
          .map(line -> line.split("\\|", -1))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Set<String> words(Pattern pattern, String cell) {
    return pattern
        .matcher(cell)
        .results()
        .map((MatchResult found) -> found.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
