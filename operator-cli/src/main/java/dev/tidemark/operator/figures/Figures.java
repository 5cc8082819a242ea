package dev.tidemark.operator.figures;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// All that is compared, as name and value in words. Money is exact to a thousandth.
public record Figures(SortedMap<String, String> values) {
  /// How many of the customers with the highest sales are looked at.
  static final int TOP_CUSTOMERS = 10;

  private static final int MILLI = 1_000;

  public Figures {
    values = new TreeMap<>(values);
  }

  static String ordersAndMilli(long orders, long milli) {
    return "%d orders, %s".formatted(orders, gbp(milli));
  }

  static String gbp(long milli) {
    return "GBP %d.%03d".formatted(milli / MILLI, milli % MILLI);
  }

  static String ranked(int rank) {
    return "best customer %2d".formatted(rank);
  }

  static void put(Map<String, String> values, String name, Object value) {
    if (values.put(name, value.toString()) != null) {
      throw new IllegalStateException("Expected one figure named " + name + ", but there are two");
    }
  }
}
