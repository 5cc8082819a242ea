package dev.tidemark.query.store;

/// One filling of the views from the log: rows in a schema, values under a prefix of the cache.
///
/// @param number in the keys of the cache
/// @param views the generation whose rows it reads: its own, or those from which its cache alone
///   was filled anew
public record Generation(int number, int views) {
  /// The one that every system begins with.
  public static final Generation FIRST = new Generation(1, 1);

  String schema() {
    return "views_g" + views;
  }

  @Override
  public String toString() {
    return "g" + number + " over " + schema();
  }
}
