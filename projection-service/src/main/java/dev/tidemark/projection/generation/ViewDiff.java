package dev.tidemark.projection.generation;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// How one view of a generation differs from the same view of another.
///
/// @param compared rows of either that were looked at, and stood still
/// @param differing rows that are not the same, or are in one only
/// @param undecided rows that changed while they were looked at, each time: nothing is known of
///   them
/// @param columns in how many rows each column differs
/// @param samples some of the differences
public record ViewDiff(
    String view,
    long compared,
    long differing,
    long undecided,
    Map<String, Long> columns,
    List<Sample> samples) {
  public static final int SAMPLES_MAX = 10;

  /// One difference.
  ///
  /// @param column `(row)` if one generation has no such row
  /// @param before null if there is nothing, or nothing there
  public record Sample(
      String key, String column, @Nullable String before, @Nullable String after) {}

  public ViewDiff {
    columns = Collections.unmodifiableMap(new TreeMap<>(columns));
    samples = List.copyOf(samples);
  }

  /// What was found later is added; what is undecided is as it was found later.
  public ViewDiff then(ViewDiff later) {
    return merged(later, later.undecided);
  }

  /// The same of another part of the view.
  public ViewDiff plus(ViewDiff part) {
    return merged(part, undecided + part.undecided);
  }

  private ViewDiff merged(ViewDiff other, long newUndecided) {
    var counts = new TreeMap<>(columns);
    other.columns.forEach((column, count) -> counts.merge(column, count, Long::sum));
    var some = new ArrayList<>(samples);
    other.samples.stream().limit(SAMPLES_MAX - some.size()).forEach(some::add);
    return new ViewDiff(
        view, compared + other.compared, differing + other.differing, newUndecided, counts, some);
  }
}
