package dev.tidemark.chaos.log;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Fields of JSON objects, and values in the one way in which they are compared here.
public final class Json {
  private static final JsonMapper MAPPER = JsonMapper.shared();

  private Json() {}

  /// An empty object if this is no JSON object: then every field is missing.
  public static JsonNode object(String text) {
    try {
      JsonNode node = MAPPER.readTree(text);
      return node.isObject() ? node : MAPPER.createObjectNode();
    } catch (JacksonException e) {
      return MAPPER.createObjectNode();
    }
  }

  /// Null if it is absent or null.
  public static @Nullable String text(JsonNode object, String field) {
    JsonNode value = object.path(field);
    return value.isMissingNode() || value.isNull() ? null : value.asString();
  }

  /// Whether the field stands there, be it null.
  public static boolean has(JsonNode object, String field) {
    return object.has(field);
  }

  /// Zero if it is absent or no number.
  public static BigDecimal decimal(JsonNode object, String field) {
    return decimal(text(object, field));
  }

  public static BigDecimal decimal(@Nullable String text) {
    try {
      return text == null ? BigDecimal.ZERO : new BigDecimal(text);
    } catch (NumberFormatException e) {
      return BigDecimal.ZERO;
    }
  }

  /// `12.5`, `12.50` and `12.5000` are all `12.5`.
  public static String plain(BigDecimal amount) {
    return amount.signum() == 0 ? "0" : amount.stripTrailingZeros().toPlainString();
  }

  /// In microseconds, as far as the stores keep it, whatever the offset was written in.
  public static String moment(String text) {
    return OffsetDateTime.parse(text).toInstant().truncatedTo(ChronoUnit.MICROS).toString();
  }

  public static String moment(Instant at) {
    return at.truncatedTo(ChronoUnit.MICROS).toString();
  }

  /// The lines of an order, as one text.
  public static String lines(JsonNode lines) {
    List<String> texts = new ArrayList<>();
    for (JsonNode line : lines) {
      String description = text(line, "description");
      texts.add(
          text(line, "sku")
              + "|"
              + (description == null ? "" : description)
              + "|"
              + plain(decimal(line, "quantity"))
              + "|"
              + plain(decimal(line, "unitPrice")));
    }
    return texts.toString();
  }
}
