package dev.tidemark.query.store;

/// By what orders are sorted; their ids decide among equals, in the same direction.
public enum OrderSort {
  NEWEST_FIRST("placed_at", true),
  OLDEST_FIRST("placed_at", false),
  /// Of one currency only.
  LARGEST_FIRST("total", true),
  /// Of one currency only.
  SMALLEST_FIRST("total", false);

  private final String column;
  private final boolean descending;

  OrderSort(String column, boolean descending) {
    this.column = column;
    this.descending = descending;
  }

  public boolean byTotal() {
    return column.equals("total");
  }

  String column() {
    return column;
  }

  boolean descending() {
    return descending;
  }
}
