package dev.tidemark.operator.figures;

import java.io.PrintWriter;
import java.util.List;
import java.util.TreeSet;

/// Each figure beside the expected one.
public record Comparison(List<Row> rows) {
  private static final String MISSING = "(none)";

  /// One figure. A side that does not have it says so.
  public record Row(String name, String expected, String found) {
    boolean isEqual() {
      return expected.equals(found);
    }
  }

  public Comparison {
    rows = List.copyOf(rows);
  }

  public static Comparison of(Figures expected, Figures found) {
    var names = new TreeSet<>(expected.values().keySet());
    names.addAll(found.values().keySet());
    return new Comparison(
        names.stream()
            .map(name ->
                new Row(
                    name,
                    expected.values().getOrDefault(name, MISSING),
                    found.values().getOrDefault(name, MISSING)))
            .toList());
  }

  public boolean isEqual() {
    return rows.stream().allMatch(Row::isEqual);
  }

  public void print(PrintWriter out) {
    int name = rows.stream().mapToInt(row -> row.name().length()).max().orElse(1);
    int value = rows.stream().mapToInt(row -> row.expected().length()).max().orElse(1);
    var format = "%-9s %-" + name + "s  %-" + value + "s  %s%n";
    out.printf(format, "", "figure", "expected", "found");
    rows.forEach(row ->
        out.printf(
            format, row.isEqual() ? "same" : "DIFFERENT", row.name(), row.expected(), row.found()));
    long different = rows.stream().filter(row -> !row.isEqual()).count();
    out.printf("%d figures, %d different%n", rows.size(), different);
    out.flush();
  }
}
