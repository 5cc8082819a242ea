package dev.tidemark.chaos.log;

import static dev.tidemark.chaos.log.Fold.check;

import dev.tidemark.chaos.log.LogRecord.Fact;
import dev.tidemark.chaos.log.State.OrderState;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// What one more event makes of an order.
final class OrderFold {
  private OrderFold() {}

  static OrderState next(@Nullable OrderState before, Fact fact, JsonNode data) throws Unlawful {
    if (fact.type().equals("order.placed.v1")) {
      check(before == null, "no order before it is placed", fact);
      return placed(fact, data);
    }
    if (before == null) {
      throw new Unlawful("Expected an order that was placed, but there is none: " + fact.told());
    }
    String status = before.status();
    Instant at = fact.occurredAt();
    return switch (fact.type()) {
      case "order.paid.v1" -> {
        check(status.equals("placed"), "a placed order, and not a " + status + " one", fact);
        check(same(Json.decimal(data, "amount"), before.total()), "its total", fact);
        yield then(before, "paid", before.total(), before.refunded(), progress("paidAt", at), fact);
      }
      case "order.shipped.v1" -> {
        check(status.equals("paid"), "a paid order, and not a " + status + " one", fact);
        Map<String, String> progress = progress("shippedAt", at);
        put(progress, "carrier", Json.text(data, "carrier"));
        put(progress, "trackingCode", Json.text(data, "trackingCode"));
        yield then(before, "shipped", before.paid(), before.refunded(), progress, fact);
      }
      case "order.delivered.v1" -> {
        check(status.equals("shipped"), "a shipped order, and not a " + status + " one", fact);
        yield then(
            before,
            "delivered",
            before.paid(),
            before.refunded(),
            progress("deliveredAt", at),
            fact);
      }
      case "order.cancelled.v1" -> {
        boolean early = status.equals("placed") || status.equals("paid");
        check(early, "an order not yet shipped, and not a " + status + " one", fact);
        Map<String, String> progress = progress("cancelledAt", at);
        put(progress, "cancelReason", Json.text(data, "reason"));
        yield then(before, "cancelled", before.paid(), before.refunded(), progress, fact);
      }
      case "order.refunded.v1" -> {
        BigDecimal sum = before.refunded().add(Json.decimal(data, "amount"));
        check(sum.compareTo(before.paid()) <= 0, "a refund of at most what was paid", fact);
        yield then(before, status, before.paid(), sum, Map.of(), fact);
      }
      case String _ -> throw Fold.unknown(fact);
    };
  }

  private static OrderState placed(Fact fact, JsonNode data) throws Unlawful {
    JsonNode lines = data.path("lines");
    BigDecimal total = BigDecimal.ZERO;
    long units = 0;
    for (JsonNode line : lines) {
      BigDecimal quantity = Json.decimal(line, "quantity");
      total = total.add(quantity.multiply(Json.decimal(line, "unitPrice")));
      units += quantity.longValue();
    }
    check(same(total, Json.decimal(data, "total")), "the sum of the lines, " + total, fact);
    String currency = Json.text(data, "currency");
    return new OrderState(
        fact.id(),
        fact.customer(),
        Json.text(data, "reference"),
        "placed",
        Json.text(data, "country"),
        currency == null ? "" : currency,
        total,
        BigDecimal.ZERO,
        BigDecimal.ZERO,
        units,
        lines.size(),
        Json.lines(lines),
        fact.occurredAt(),
        Map.of(),
        fact.occurredAt(),
        1);
  }

  private static OrderState then(
      OrderState order,
      String status,
      BigDecimal paid,
      BigDecimal refunded,
      Map<String, String> more,
      Fact fact) {
    Map<String, String> progress = new TreeMap<>(order.progress());
    progress.putAll(more);
    return new OrderState(
        order.orderId(),
        order.username(),
        order.reference(),
        status,
        order.country(),
        order.currency(),
        order.total(),
        paid,
        refunded,
        order.units(),
        order.lineCount(),
        order.lines(),
        order.placedAt(),
        progress,
        fact.occurredAt(),
        fact.sequence());
  }

  private static Map<String, String> progress(String name, Instant at) {
    var progress = new TreeMap<String, String>();
    progress.put("progress." + name, Json.moment(at));
    return progress;
  }

  private static void put(Map<String, String> progress, String name, @Nullable String value) {
    if (value != null) {
      progress.put("progress." + name, value);
    }
  }

  private static boolean same(BigDecimal one, BigDecimal other) {
    return one.compareTo(other) == 0;
  }
}
