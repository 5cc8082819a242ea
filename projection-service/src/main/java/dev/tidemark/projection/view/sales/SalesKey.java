package dev.tidemark.projection.view.sales;

import dev.tidemark.views.OrderView;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Comparator;

/// What sales are summed up by. All that happens to an order counts where it was placed.
///
/// @param country "" if none is known
/// @param month in UTC, such as `2011-08`
public record SalesKey(String country, String month, String username, String currency)
    implements Comparable<SalesKey> {
  private static final Comparator<SalesKey> ORDER =
      Comparator.comparing(SalesKey::country)
          .thenComparing(SalesKey::month)
          .thenComparing(SalesKey::username)
          .thenComparing(SalesKey::currency);

  static SalesKey of(OrderView order) {
    var country = order.country();
    return new SalesKey(
        country == null ? "" : country.value(),
        YearMonth.from(order.placedAt().atOffset(ZoneOffset.UTC)).toString(),
        order.username().value(),
        order.currency().value());
  }

  @Override
  public int compareTo(SalesKey other) {
    return ORDER.compare(this, other);
  }
}
