package dev.tidemark.operator.figures;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Reads a file of expected figures: totals (`customers`, `orders`, `lines`, `units`, `milli_gbp`),
/// `[orders, milli]` by country, month and best customer, and the checksum over all orders.
public final class ExpectedFigures {
  private ExpectedFigures() {}

  public static Figures read(Path file) throws IOException {
    try {
      return figures(JsonMapper.shared().readTree(Files.readString(file)));
    } catch (JacksonException e) {
      throw new IOException("it does not hold figures: " + e.getOriginalMessage(), e);
    }
  }

  private static Figures figures(JsonNode json) {
    var values = new TreeMap<String, String>();
    for (var name : new String[] {"customers", "orders", "lines", "units"}) {
      Figures.put(values, name, json.required(name).asLong());
    }
    Figures.put(values, "total", Figures.gbp(json.required("milli_gbp").asLong()));
    group(values, json, "country", "orders_and_milli_by_country");
    group(values, json, "month", "orders_and_milli_by_month");
    int rank = 0;
    for (var customer : json.required("top10_customers_orders_and_milli")) {
      rank++;
      Figures.put(
          values, Figures.ranked(rank), customer.get(0).asString() + ": " + pair(customer.get(1)));
    }
    Figures.put(values, "checksum", json.required("orders_checksum").required("sha256").asString());
    return new Figures(values);
  }

  private static void group(Map<String, String> values, JsonNode json, String name, String field) {
    json.required(field)
        .properties()
        .forEach(entry -> Figures.put(values, name + " " + entry.getKey(), pair(entry.getValue())));
  }

  private static String pair(JsonNode pair) {
    return Figures.ordersAndMilli(pair.get(0).asLong(), pair.get(1).asLong());
  }
}
