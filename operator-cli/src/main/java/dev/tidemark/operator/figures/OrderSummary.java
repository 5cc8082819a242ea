package dev.tidemark.operator.figures;

import java.math.BigDecimal;
import tools.jackson.databind.JsonNode;

/// What the list of orders says of each.
record OrderSummary(String invoice, String customer, long lines, long units, long milli) {
  /// @param item of a page of `/v1/orders`
  static OrderSummary of(JsonNode item) {
    return new OrderSummary(
        item.path("reference").asString(""),
        customer(item.required("username").asString()),
        item.required("lineCount").asLong(),
        item.required("units").asLong(),
        milli(item.required("total").asString()));
  }

  /// As the file called them: a customer was registered as `c` and that.
  static String customer(String username) {
    return username.startsWith("c") ? username.substring(1) : username;
  }

  static long milli(String amount) {
    return new BigDecimal(amount).movePointRight(3).longValueExact();
  }

  String forChecksum() {
    return invoice + "|" + customer + "|" + lines + "|" + units + "|" + milli;
  }
}
