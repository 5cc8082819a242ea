package dev.tidemark.chaos.log;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// What a reader may see of something: its fields by their names in the HTTP API, nested ones with
/// a dot, each value in the one way in which it is compared. Absent fields are left out.
public record View(SortedMap<String, String> fields) {
  private static final Set<String> AMOUNTS = Set.of("total", "paid", "refunded");

  /// Of the columns of a row, those that are called otherwise or stand within another field.
  private static final Map<String, String> OF_COLUMNS =
      Map.of(
          "end_reason", "reason",
          "paid_at", "progress.paidAt",
          "shipped_at", "progress.shippedAt",
          "delivered_at", "progress.deliveredAt",
          "cancelled_at", "progress.cancelledAt",
          "carrier", "progress.carrier",
          "tracking_code", "progress.trackingCode",
          "cancel_reason", "progress.cancelReason");

  private static final Set<String> NOT_SHOWN = Set.of("shard", "source_offset");

  /// Of the JSON that the query service answers, and that the cache holds.
  ///
  /// @throws RuntimeException if a time in it is none
  public static View ofJson(JsonNode json) {
    var fields = new TreeMap<String, String>();
    for (Map.Entry<String, JsonNode> field : json.properties()) {
      if (field.getValue().isObject()) {
        for (Map.Entry<String, JsonNode> inner : field.getValue().properties()) {
          put(fields, field.getKey() + "." + inner.getKey(), inner.getValue());
        }
      } else {
        put(fields, field.getKey(), field.getValue());
      }
    }
    return new View(fields);
  }

  /// Of a row, as PostgreSQL makes JSON of it.
  public static View ofRow(JsonNode row) {
    var fields = new TreeMap<String, String>();
    for (Map.Entry<String, JsonNode> column : row.properties()) {
      if (!NOT_SHOWN.contains(column.getKey())) {
        String name = OF_COLUMNS.get(column.getKey());
        put(fields, name == null ? camel(column.getKey()) : name, column.getValue());
      }
    }
    return new View(fields);
  }

  /// What is not as it is here; empty if all is.
  public String differences(View other) {
    Collection<String> names = new TreeSet<>(fields.keySet());
    names.addAll(other.fields.keySet());
    var text = new StringBuilder();
    for (String name : names) {
      String expected = fields.get(name);
      String actual = other.fields.get(name);
      if (expected == null ? actual != null : !expected.equals(actual)) {
        text.append(text.isEmpty() ? "" : "; ")
            .append("expected %s %s, but was %s".formatted(name, expected, actual));
      }
    }
    return text.toString();
  }

  View with(String name, @Nullable String value) {
    var changed = new TreeMap<>(fields);
    if (value == null) {
      changed.remove(name);
    } else {
      changed.put(name, value);
    }
    return new View(changed);
  }

  private static void put(SortedMap<String, String> fields, String name, JsonNode value) {
    if (!value.isNull()) {
      fields.put(name, comparable(name, value));
    }
  }

  private static String comparable(String name, JsonNode value) {
    if (value.isArray()) {
      return Json.lines(value);
    }
    if (AMOUNTS.contains(name)) {
      return Json.plain(Json.decimal(value.asString()));
    }
    return name.endsWith("At") ? Json.moment(value.asString()) : value.asString();
  }

  private static String camel(String column) {
    var name = new StringBuilder();
    boolean upper = false;
    for (int at = 0; at < column.length(); at++) {
      char c = column.charAt(at);
      if (c == '_') {
        upper = true;
      } else {
        name.append(upper ? Character.toUpperCase(c) : c);
        upper = false;
      }
    }
    return name.toString();
  }
}
