package dev.tidemark.conventions;

import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// What an expression of Prometheus selects, read simply: every word that is nothing else is the
/// name of a metric.
final class Promql {
  private static final Pattern STRING = Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*\"");
  private static final Pattern GROUPING = Pattern.compile("\\b(?:by|without)\\s*\\([^)]*\\)");
  private static final Pattern RANGE = Pattern.compile("\\[[^\\]]*]");
  private static final Pattern NUMBER = Pattern.compile("\\b[0-9][0-9a-z.]*");
  private static final Pattern WORD =
      Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)\\s*(?:\\{([^}]*)}|(\\())?");
  private static final Pattern LABEL = Pattern.compile("([a-zA-Z_]+)\\s*(?:=~|!~|!=|=)");

  private static final Set<String> OPERATORS = Set.of("and", "or", "unless");
  private static final Set<String> FUNCTIONS =
      Set.of("sum", "max", "count", "rate", "increase", "histogram_quantile", "vector");

  /// @param labels that it must have
  record Selector(String metric, List<String> labels) {}

  private Promql() {}

  static List<Selector> selectors(String expression) {
    String text = STRING.matcher(expression).replaceAll("\"\"");
    text = GROUPING.matcher(text).replaceAll(" ");
    text = RANGE.matcher(text).replaceAll(" ");
    text = NUMBER.matcher(text).replaceAll(" ");
    return WORD.matcher(text).results().filter(Promql::isSelector).map(Promql::selector).toList();
  }

  private static boolean isSelector(MatchResult word) {
    boolean isCall = word.group(3) != null && FUNCTIONS.contains(word.group(1));
    return !isCall && !OPERATORS.contains(word.group(1));
  }

  private static Selector selector(MatchResult word) {
    String labels = word.group(2) == null ? "" : word.group(2);
    return new Selector(
        word.group(1), LABEL.matcher(labels).results().map(label -> label.group(1)).toList());
  }
}
