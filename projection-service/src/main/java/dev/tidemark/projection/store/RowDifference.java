package dev.tidemark.projection.store;

import dev.tidemark.projection.generation.ViewDiff.Sample;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// One row as two generations have it.
///
/// @param before null if there is none
record RowDifference(String key, @Nullable String before, @Nullable String after) {
  private static final String WHOLE_ROW = "(row)";
  private static final int VALUE_CHARS_MAX = 300;
  private static final JsonMapper JSON = JsonMapper.shared();

  /// One for each column that differs.
  List<Sample> samples() {
    String one = before;
    String other = after;
    if (one == null || other == null) {
      return List.of(new Sample(key, WHOLE_ROW, shortened(one), shortened(other)));
    }
    JsonNode from = JSON.readTree(one);
    JsonNode to = JSON.readTree(other);
    var columns = new TreeSet<>(from.propertyNames());
    columns.addAll(to.propertyNames());
    var samples = new ArrayList<Sample>();
    for (String column : columns) {
      JsonNode was = from.path(column);
      JsonNode is = to.path(column);
      if (!was.equals(is)) {
        samples.add(new Sample(key, column, shortened(text(was)), shortened(text(is))));
      }
    }
    return samples;
  }

  private static @Nullable String text(JsonNode value) {
    return value.isNull() || value.isMissingNode()
        ? null
        : value.isString() ? value.stringValue() : value.toString();
  }

  private static @Nullable String shortened(@Nullable String text) {
    return text == null || text.length() <= VALUE_CHARS_MAX
        ? text
        : text.substring(0, VALUE_CHARS_MAX) + "…";
  }
}
