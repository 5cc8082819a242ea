package dev.tidemark.operator.archive;

import java.util.List;

/// Where records of the log come from, page by page.
@FunctionalInterface
public interface LogSource {
  /// @param lines one record each, as JSON with its `offset`
  /// @param next where to read on
  record Page(List<String> lines, long next) {}

  /// The records from an offset until before another, or the first of them.
  Page page(String topic, int shard, long from, long to) throws InterruptedException;
}
