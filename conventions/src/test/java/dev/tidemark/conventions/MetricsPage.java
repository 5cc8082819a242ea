package dev.tidemark.conventions;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The series that the tables of docs/metrics.md name, and their labels. Other tests compare these
/// tables with what running services export.
///
/// @param labels by series
record MetricsPage(Map<String, Set<String>> labels) {
  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| (`[^|]+`) \\| ([a-z, ]*) \\| ([^|]*)\\|");
  private static final Pattern NAME = Pattern.compile("`([a-z][a-z0-9_]*)`");
  private static final List<String> OF_A_HISTOGRAM = List.of("_bucket", "_count", "_sum", "_max");

  /// What Prometheus itself adds.
  private static final Map<String, Set<String>> OF_PROMETHEUS = Map.of("up", Set.of());

  private static final Set<String> LABELS_OF_PROMETHEUS = Set.of("job", "instance", "le");

  static MetricsPage read(String markdown) {
    var labels = new HashMap<>(OF_PROMETHEUS);
    Matcher row = ROW.matcher(markdown);
    while (row.find()) {
      Set<String> ofRow = names(row.group(3));
      for (String name : names(row.group(1))) {
        switch (row.group(2)) {
          case "histogram" -> OF_A_HISTOGRAM.forEach(part -> labels.put(name + part, ofRow));
          case String other -> labels.put(name, ofRow);
        }
      }
    }
    return new MetricsPage(labels);
  }

  /// What of an expression the page does not have.
  List<String> unknown(String expression) {
    return Promql.selectors(expression).stream()
        .flatMap(selector -> unknown(selector).stream())
        .toList();
  }

  private List<String> unknown(Promql.Selector selector) {
    Set<String> known = labels.get(selector.metric());
    if (known == null) {
      return List.of(selector.metric());
    }
    return selector.labels().stream()
        .filter(label -> !known.contains(label) && !LABELS_OF_PROMETHEUS.contains(label))
        .map(label -> selector.metric() + "{" + label + "}")
        .toList();
  }

  private static Set<String> names(String cell) {
    return NAME.matcher(cell).results().map(name -> name.group(1)).collect(Collectors.toSet());
  }
}
