package dev.tidemark.operator.load;

import dev.tidemark.events.value.Country;
import dev.tidemark.events.value.OrderLine;
import dev.tidemark.events.value.Reference;
import dev.tidemark.events.value.Sku;
import dev.tidemark.events.value.Username;
import dev.tidemark.operator.load.Judged.Accepted;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// An invoice with at least one accepted line. Its customer, country and time are those of the
/// first.
final class RetailOrder {
  private final Accepted first;
  private final List<OrderLine> lines = new ArrayList<>();

  /// What has not come back yet.
  private final Map<Sku, Integer> units = new HashMap<>();

  RetailOrder(Accepted first) {
    this.first = first;
  }

  void add(OrderLine line) {
    lines.add(line);
    units.merge(line.sku(), line.quantity(), Math::addExact);
  }

  /// Takes back so many units, if so many are left.
  boolean takeBack(Sku sku, int quantity) {
    int left = units.getOrDefault(sku, 0);
    if (left < quantity) {
      return false;
    }
    units.put(sku, left - quantity);
    return true;
  }

  /// The line of the file where it begins.
  long line() {
    return first.line();
  }

  Reference invoice() {
    return first.invoice();
  }

  Username customer() {
    return first.customer();
  }

  Country country() {
    return first.country();
  }

  Instant at() {
    return first.at();
  }

  List<OrderLine> lines() {
    return lines;
  }
}
